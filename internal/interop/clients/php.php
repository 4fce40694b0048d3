<?php
// Stores or reads the values with php-memcached: php.php php|json write|read host:port
// The values, and what is printed, are those of javascript/run-client.mjs.

[, $serializer, $task, $address] = $argv;
[$host, $port] = explode(':', $address);

$values = [
    'text' => 'plain',
    'unicode' => 'grüße 鍵',
    'empty' => '',
    'lines' => "a\r\nb\\\nc",
    'digits' => '42',
    'long' => str_repeat('all work and no play ', 200),
    'integer' => 42,
    'negative' => -7,
    'fraction' => 1.5,
    'yes' => true,
    'no' => false,
    'nothing' => null,
    'list' => [1, 'a', null],
    'object' => ['a' => [1, 2], 'b' => 'é'],
    'large' => ['items' => array_fill(0, 200, 'all work and no play')],
    'bytes' => "\x00\xff\x80\r\n",
    'byteDigits' => '42',
];

function described($value)
{
    if (!is_string($value)) return ['kind' => 'data', 'value' => $value];
    $isText = preg_match('//u', $value) === 1;
    return $isText ? ['kind' => 'text', 'value' => $value] : ['kind' => 'bytes', 'value' => bin2hex($value)];
}

$answers = [];
foreach ($values as $key => $value) {
    $client = new Memcached();
    $client->setOption(Memcached::OPT_SERIALIZER, $serializer === 'json' ? Memcached::SERIALIZER_JSON : Memcached::SERIALIZER_PHP);
    if ($serializer === 'json') $client->setOption(Memcached::OPT_COMPRESSION_TYPE, Memcached::COMPRESSION_ZLIB);
    $client->addServer($host, (int) $port);
    $answer = $task === 'write' ? $client->set($key, $value) : $client->get($key);
    $code = $client->getResultCode();
    if ($code === Memcached::RES_NOTFOUND) $answers[$key] = ['kind' => 'miss'];
    elseif ($code !== Memcached::RES_SUCCESS) $answers[$key] = ['kind' => 'error', 'value' => $client->getResultMessage()];
    elseif ($task === 'read') $answers[$key] = described($answer);
}
echo json_encode((object) $answers);
