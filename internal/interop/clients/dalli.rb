# Stores or reads the values with Dalli: dalli.rb marshal|json|raw write|read host:port
# The values, and what is printed, are those of javascript/run-client.mjs.

require 'dalli'
require 'json'

format, task, address = ARGV
# What it logs it raises as well.
Dalli.logger.level = Logger::FATAL

VALUES = {
  'text' => 'plain',
  'unicode' => 'grüße 鍵',
  'empty' => '',
  'lines' => "a\r\nb\\\nc",
  'digits' => '42',
  'long' => 'all work and no play ' * 200,
  'integer' => 42,
  'negative' => -7,
  'fraction' => 1.5,
  'yes' => true,
  'no' => false,
  'nothing' => nil,
  'list' => [1, 'a', nil],
  'object' => { 'a' => [1, 2], 'b' => 'é' },
  'large' => { 'items' => ['all work and no play'] * 200 },
  'bytes' => "\x00\xff\x80\r\n".b,
  'byteDigits' => '42'.b
}.freeze

def described(value)
  return { kind: 'data', value: value } unless value.is_a?(String)

  text = value.dup.force_encoding('UTF-8')
  text.valid_encoding? ? { kind: 'text', value: text } : { kind: 'bytes', value: value.unpack1('H*') }
end

answers = VALUES.each_with_object({}) do |(key, value), found|
  options = { compress: true, socket_timeout: 1, socket_max_failures: 0 }
  options[:serializer] = JSON if format == 'json'
  client = Dalli::Client.new(address, options)
  begin
    if task == 'write'
      client.set(key, value, nil, raw: format == 'raw') or raise 'not stored'
    else
      items = client.get_multi(key)
      found[key] = items.key?(key) ? described(items[key]) : { kind: 'miss' }
    end
  rescue StandardError => e
    found[key] = { kind: 'error', value: "#{e.class} #{e.message}"[0, 100] }
  end
end
puts JSON.generate(answers)
