# Says on which server Dalli looks for a key. Standard input and output as of picks-main.ts.

require 'dalli'
require 'dalli/ring'
require 'json'

asked = JSON.parse($stdin.read)

# A server counts when it can be reached; nobody is there.
Dalli::Protocol::Binary.define_method(:alive?) { true }

answers = asked['fleets'].map do |servers|
  all = servers.map { |name, weight| Dalli::Protocol::Binary.new("#{name}:#{weight}") }
  ring = Dalli::Ring.new(all, {})
  asked['keys'].map { |key| all.index(ring.server_for_key(key)) }
end
puts JSON.generate(answers)
