// Lines that Sys::Virt says, by subject; each subject on a fresh test:///default. The documents are those of libvirt-python.

const host = `
$c->get_type
$c->get_hostname
$c->get_max_vcpus('test')
$c->get_capabilities
$c->get_node_info
$c->get_node_cpu_map
$c->get_node_cpu_stats
$c->get_node_memory_stats
$c->get_node_memory_parameters
$c->get_node_security_model
$c->get_node_free_memory
$c->get_node_cells_free_memory(0, 2)
$c->get_node_free_pages([4], 0, 1)
$c->get_sysinfo
$c->is_alive
$c->is_secure
$c->is_encrypted
$c->compare_cpu('<cpu><model>qemu64</model></cpu>')
$c->baseline_cpu(['<cpu><arch>x86_64</arch><model>qemu64</model></cpu>', '<cpu><arch>x86_64</arch><model>Nehalem</model></cpu>'])
scalar(@{[$c->get_cpu_model_names('x86_64')]}) > 50
$c->get_cpu_model_names('pdp11')
$c->domain_xml_from_native('qemu-argv', 'x')
$c->get_major_version > 0
$c->find_storage_pool_sources('logical', '')
$c->get_storage_pool_capabilities
$c->get_node_sev_info
$c->node_suspend_for_duration(0, 60)
$c->node_alloc_pages([[2048, 1]], 0, 1)
$c->list_all_domains
$c->list_all_domains(1)
$c->list_all_domains(1 << 20)
$c->list_all_networks
$c->list_all_storage_pools
$c->list_all_interfaces
$c->list_all_node_devices
$c->list_all_nwfilters
$c->list_all_nwfilter_bindings
$c->list_all_secrets
$c->list_domains
$c->list_defined_domains
$c->num_of_domains
$c->list_domain_ids(10)
$c->list_defined_domain_names(10)
$c->list_networks
$c->list_network_names(10)
$c->list_storage_pools
$c->list_storage_pool_names(10)
$c->list_interfaces
$c->list_interface_names(10)
$c->list_node_devices
$c->num_of_node_devices('net')
$c->num_of_secrets
$c->get_domain_by_id(1)
$c->get_domain_by_name('test')
$c->get_domain_by_uuid('6695eb01-f6a4-8304-79aa-97f2502e193f')
$c->get_domain_by_name('nobody')
$c->get_network_by_name('nobody')
$c->get_storage_pool_by_name('nobody')
$c->get_storage_volume_by_path('/nowhere')
$c->get_interface_by_mac('00:00:00:00:00:01')
$c->get_node_device_by_name('nobody')
$c->get_nwfilter_by_name('nobody')
$c->get_secret_by_uuid('11111111-1111-1111-1111-111111111111')
`;

const guests = `
$d = $c->define_domain($WEB)
$d->get_name
$d->get_uuid
$d->get_uuid_string
$d->get_os_type
$d->get_xml_description
$d->get_state
$d->is_active
$d->is_persistent
$d->is_updated
$d->set_autostart(1)
$d->get_autostart
$d->create
$d->create
$d->get_id > 1
$d->suspend
$d->get_state
$d->resume
$d->reboot
$d->reset
$d->get_max_memory
$d->set_memory(131072)
$d->set_memory(1 << 40)
$d->get_max_vcpus
$d->get_vcpus
$d->get_vcpus(3)
$d->set_vcpus(3)
$d->set_vcpus(0)
$d->pin_vcpu(0, "\\x05")
$d->get_vcpu_info(2)
$d->get_emulator_pin_info
$d->pin_emulator("\\x05")
$d->get_emulator_pin_info
$d->get_scheduler_type
$d->get_scheduler_parameters
$d->set_scheduler_parameters({weight => 17})
$d->get_memory_parameters
$d->set_memory_parameters({hard_limit => 1048576}, 2)
$d->get_memory_parameters(2)
$d->get_blkio_parameters
$d->get_block_iotune('vda')
$d->set_block_iotune('vda', {total_bytes_sec => 1048576, total_bytes_sec_max => 2097152}, 2)
$d->get_block_iotune('vda', 2)
$d->get_numa_parameters
$d->get_interface_parameters('testnet9')
$d->set_interface_parameters('testnet9', {'inbound.average' => 100}, 2)
$d->get_interface_parameters('testnet9', 2)
$d->get_perf_events
$d->set_perf_events({cmt => 1}, 2)
$d->get_perf_events(2)
$d->memory_stats
$d->get_block_info('vda')
$d->get_cpu_stats(0, 2)
$d->get_interface_addresses(0)
$d->get_control_info
$d->get_disk_errors
$d->get_messages
$d->get_job_info
$d->add_iothread(5)
$d->set_iothread(5, {poll_max_ns => 1000})
$d->get_iothread_info
$d->del_iothread(5)
$d->set_lifecycle_action(0, 1, 2)
$d->get_security_label
$d->get_hostname
$d->get_time
$d->get_fs_info
$d->fs_freeze(['/'])
$d->fs_thaw(['/'])
$d->fs_trim('/', 0)
$d->set_user_password('root', 'secret')
$d->send_key(0, 0, [29, 56])
$d->inject_nmi
$d->get_guest_vcpus
$d->get_launch_security_info
$d->migrate_get_max_speed
$d->get_block_job_info('vda')
$d->set_metadata(0, 'about it', undef, undef, 3)
$d->get_metadata(0, undef)
$d->set_metadata(2, '<a b="c"/>', 'key', 'urn:example', 2)
$d->get_metadata(2, 'urn:example', 2)
$d->get_metadata(2, 'urn:nobody')
map { $_->{dom}->get_name => $_->{data} } $c->get_all_domain_stats(1, [$d])
$d->managed_save
$d->has_managed_save_image
$d->managed_save_remove
$d->create
$d->save($FILE)
$c->get_save_image_xml_description($FILE, 0)
$c->restore_domain($FILE)
$d->core_dump($FILE)
$d->get_xml_description(2)
$d->shutdown
$d->shutdown
$d->rename('shop')
$d->undefine
$c->create_domain($PASSING)
$c->create_domain($PASSING)
$c->define_domain('<domain')
$c->define_domain($WEB, 1 << 20)
`;

const moments = `
$d = $c->get_domain_by_name('test')
$d->has_current_snapshot
$d->current_snapshot
$s = $d->create_snapshot('<domainsnapshot><name>one</name></domainsnapshot>')
$t = $d->create_snapshot('<domainsnapshot><name>two</name></domainsnapshot>')
$d->num_of_snapshots
sort $d->list_snapshot_names(10)
$d->list_snapshots
$d->list_all_snapshots
$d->list_all_snapshots(1)
$d->get_snapshot_by_name('one')
$d->get_snapshot_by_name('nobody')
$t->get_parent
$s->get_parent
$s->is_current
$t->is_current
$s->has_metadata
$s->num_of_child_snapshots
$s->list_child_snapshot_names(10)
$s->list_all_children
$s->get_xml_description
$s->revert_to(3)
$s->revert_to
$d->current_snapshot
$s->delete(2)
$s->delete
$d->list_all_snapshots
$e = $c->define_domain($WEB =~ s/<source file/<driver name='qemu' type='qcow2'\\/><source file/r)
$e->create
$s = $e->create_checkpoint('<domaincheckpoint><name>a</name></domaincheckpoint>', 0)
$t = $e->create_checkpoint('<domaincheckpoint><name>b</name></domaincheckpoint>', 0)
$e->list_all_checkpoints
$e->get_checkpoint_by_name('a')
$t->get_parent
$s->list_all_children
$s->delete
$e->list_all_checkpoints
`;

const others = `
$n = $c->define_network($NET)
$n->get_name
$n->get_uuid_string
$n->get_xml_description
$n->get_bridge_name
$n->is_active
$n->create
$n->create
$n->update(3, 4, -1, $HOST, 3)
$n->get_dhcp_leases
$n->set_autostart(1)
$n->get_autostart
$n->create_port($PORT)
$n->list_all_ports
$n->destroy
$n->undefine
$p = $c->define_storage_pool($POOL)
$p->build
$p->create
$p->get_info
$p->is_active
$p->get_xml_description
$v = $p->create_volume($VOLUME)
$p->create_volume($VOLUME)
$w = $p->clone_volume($CLONE, $v)
sort $p->list_storage_vol_names(10)
$p->num_of_storage_volumes
$p->list_all_volumes
$p->list_volumes
$v->get_name
$v->get_key
$v->get_path
$v->get_info
$v->get_xml_description
$c->get_storage_volume_by_path('/images/one.img')
$c->get_storage_volume_by_key('/images/one.img')
$c->get_storage_pool_by_volume($v)
$p->get_volume_by_name('nobody')
$v->wipe
$v->resize(1)
$v->delete
$p->refresh
$p->destroy
$p->delete
$p->undefine
$i = $c->get_interface_by_name('eth1')
$i->get_mac
$i->is_active
$i->get_xml_description
$i->destroy
$i->create
$i = $c->define_interface($IFACE)
$i->create
$i->destroy
$i->undefine
$c->interface_change_begin
$c->interface_change_rollback
$c->interface_change_commit
$n = $c->get_node_device_by_name('scsi_host1')
$n->get_parent
$n->list_capabilities
$n->get_xml_description
$n->reset
$n = $c->create_node_device($VPORT)
$n->destroy
`;

/** What Sys::Virt says, by subject. */
export const subjects: Readonly<Record<string, string>> = {
  'the host and its lists': host,
  guests,
  'snapshots and checkpoints': moments,
  'networks, storage, interfaces, devices': others,
};
