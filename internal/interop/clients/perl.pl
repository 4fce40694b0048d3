# Stores or reads the values with one of Perl's clients: perl.pl Cache::Memcached|Cache::Memcached::Fast write|read host:port
# The values, and what is printed, are those of javascript/run-client.mjs.

use strict;
use warnings;
use utf8;
use JSON::PP;

my ($class, $task, $address) = @ARGV;
eval "require $class" or die $@;

my @values = (
    text => 'plain',
    unicode => 'grüße 鍵',
    empty => '',
    lines => "a\r\nb\\\nc",
    digits => '42',
    long => 'all work and no play ' x 200,
    integer => 42,
    negative => -7,
    fraction => 1.5,
    yes => JSON::PP::true,
    no => JSON::PP::false,
    nothing => undef,
    list => [1, 'a', undef],
    object => { a => [1, 2], b => 'é' },
    large => { items => [('all work and no play') x 200] },
    bytes => "\x00\xff\x80\r\n",
    byteDigits => '42',
);

sub described {
    my ($value) = @_;
    return { kind => 'data', value => $value } if !defined $value || ref $value;
    my $bytes = $value;
    utf8::encode($bytes) if utf8::is_utf8($bytes);
    my $text = $bytes;
    return utf8::decode($text) ? { kind => 'text', value => $text } : { kind => 'bytes', value => unpack('H*', $bytes) };
}

my %answers;
while (my ($key, $value) = splice @values, 0, 2) {
    my $client = $class->new({ servers => [$address], compress_threshold => 2_000, utf8 => 1 });
    my $failure;
    local $SIG{__WARN__} = sub { $failure = shift };
    eval {
        if ($task eq 'write') {
            # A string of its clients is bytes, unless they are told.
            utf8::encode($value) if $class eq 'Cache::Memcached' && defined $value && !ref $value && $key ne 'bytes';
            $client->set($key, $value) or die $failure // 'not stored';
        } else {
            my $found = $client->get_multi($key);
            $answers{$key} = exists $found->{$key} ? described($found->{$key}) : { kind => 'miss' };
        }
        1;
    } or $answers{$key} = { kind => 'error', value => substr("$@", 0, 100) };
}
print JSON::PP->new->utf8->allow_blessed->encode(\%answers);
