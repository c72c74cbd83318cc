// Lines that ruby-libvirt says on a fresh test:///default. The documents are those of libvirt-python.

/** What ruby-libvirt says. */
export const lines = `
c.type
c.hostname
c.capabilities
c.node_info
c.node_security_model
c.node_free_memory
c.node_cells_free_memory
c.node_cpu_stats
c.node_memory_stats
c.max_vcpus('test')
c.alive?
c.secure?
c.encrypted?
c.num_of_domains
c.list_domains
c.list_defined_domains
c.list_all_domains
c.list_all_networks
c.list_all_storage_pools
c.list_all_interfaces
c.list_all_nodedevices
c.list_all_nwfilters
c.list_all_secrets
c.list_networks
c.list_storage_pools
c.list_interfaces
c.list_nodedevices.sort
c.num_of_secrets
c.lookup_domain_by_name('nobody')
c.lookup_network_by_name('nobody')
c.lookup_storage_pool_by_uuid('11111111-1111-1111-1111-111111111111')
c.lookup_interface_by_mac('00:00:00:00:00:01')
d = c.define_domain_xml(WEB)
d.uuid
d.os_type
d.xml_desc
d.state
d.active?
d.persistent?
d.autostart = true
d.autostart?
d.create
d.create
d.suspend
d.state
d.resume
d.reboot
d.max_memory
d.memory = 131072
d.max_vcpus
d.vcpus = 3
d.num_vcpus(1)
d.pin_vcpu(0, [0])
d.emulator_pin_info
d.scheduler_type
d.scheduler_parameters
d.memory_parameters
d.numa_parameters
d.block_iotune('vda')
d.interface_parameters('testnet9')
d.blockinfo('vda')
d.memory_stats
d.control_info
d.hostname
d.inject_nmi
d.send_key(0, 0, [29])
d.job_info
d.metadata = [0, 'about it']
d.metadata(0)
d.managed_save
d.has_managed_save?
d.managed_save_remove
d.create
s = d.snapshot_create_xml('<domainsnapshot><name>one</name></domainsnapshot>')
s.name
s.current?
d.num_of_snapshots
d.list_snapshots
d.list_all_snapshots
d.current_snapshot
d.lookup_snapshot_by_name('nobody')
d.revert_to_snapshot(s)
s.delete
d.shutdown
d.rename('shop')
c.lookup_domain_by_name('shop').undefine
c.create_domain_xml(PASSING).destroy
n = c.define_network_xml(NET)
n.create
n.bridge_name
n.xml_desc
n.dhcp_leases
n.update(3, 4, -1, HOST, 3)
n.destroy
n.undefine
p = c.define_storage_pool_xml(POOL)
p.build
p.create
p.info
v = p.create_volume_xml(VOLUME)
v.path
v.key
v.info
v.xml_desc
p.list_volumes
p.lookup_volume_by_name('nobody')
v.delete
p.destroy
p.undefine
i = c.lookup_interface_by_name('eth1')
i.mac
i.xml_desc
c.lookup_nodedevice_by_name('scsi_host1').list_caps
`.trim().split('\n');
