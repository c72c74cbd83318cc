# Plays lines of Ruby on a connection by ruby-libvirt, and tells what each came to. A line is a call, or `name = call`.
require 'json'
require 'libvirt'

def plain(value)
  case value
  when nil, true, false, Integer, Float then value
  when String then value.include?("\n") ? value.split("\n") : value
  when Array
    values = value.map { |one| plain(one) }
    # Objects come in the order of libvirt's hash tables.
    value.all? { |one| one.class.name.start_with?('Libvirt') } ? values.sort : values
  when Hash then value.map { |key, inner| [key.to_s, plain(inner)] }.to_h
  else
    getter = %i[name uuid].find { |each| value.respond_to?(each) }
    return "#{value.class} #{value.send(getter)}" if getter
    value.instance_variables.empty? ? value.class.name : value.instance_variables.map { |name| [name.to_s, plain(value.instance_variable_get(name))] }.to_h
  end
end

task = JSON.parse($stdin.read)
world = binding
world.local_variable_set(:c, Libvirt.open(task['uri']))
task['names'].each { |name, text| Object.const_set(name, text) }
answers = task['lines'].map do |line|
  begin
    { line: line, gave: plain(world.eval(line)) }
  rescue Libvirt::Error => error
    { line: line, error: [error.libvirt_code, error.libvirt_component, error.libvirt_level, plain(error.libvirt_message)] }
  rescue StandardError => error
    { line: line, bindings: "#{error.class}: #{error.message}" }
  end
end
puts JSON.generate({ answers: answers, events: [] })
