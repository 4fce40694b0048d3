# Says on which server Perl's Cache::Memcached looks for a key. Standard input and output as of picks-main.ts.

use strict;
use warnings;
use Cache::Memcached;
use JSON::PP;

my $asked = decode_json(do { local $/; <STDIN> });

# A server counts when it can be reached; nobody is there.
no warnings 'redefine';
*Cache::Memcached::sock_to_host = sub { $_[1] };

my @answers;
for my $servers (@{ $asked->{fleets} }) {
    my $client = Cache::Memcached->new({ servers => [map { [$_->[0], $_->[1]] } @$servers] });
    my %index = map { $servers->[$_][0] => $_ } 0 .. $#$servers;
    push @answers, [map { my $key = $_; utf8::encode($key); $index{ $client->get_sock($key) } } @{ $asked->{keys} }];
}
print encode_json(\@answers);
