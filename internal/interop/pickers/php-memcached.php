<?php
// Says on which server php-memcached looks for a key, as it comes. Standard input and output as of picks-main.ts.

$asked = json_decode(stream_get_contents(STDIN), true);
$answers = [];
foreach ($asked['fleets'] as $servers) {
    if (count(array_unique(array_column($servers, 1))) > 1) {
        $answers[] = null;
        continue;
    }
    $client = new Memcached();
    $indexes = [];
    foreach ($servers as $index => [$name]) {
        $colon = $name[0] === '/' ? strlen($name) : strrpos($name, ':');
        $client->addServer(trim(substr($name, 0, $colon), '[]'), (int) substr($name, $colon + 1));
        ['host' => $host, 'port' => $port] = $client->getServerList()[$index];
        $indexes["$host $port"] = $index;
    }
    $picks = [];
    foreach ($asked['keys'] as $key) {
        ['host' => $host, 'port' => $port] = $client->getServerByKey($key);
        $picks[] = $indexes["$host $port"];
    }
    $answers[] = $picks;
}
echo json_encode($answers);
