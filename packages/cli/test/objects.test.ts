import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { main } from '../src/index.ts';

async function run(script: string): Promise<{ text: string; status: number }> {
  let text = '';
  const add = (part: string): void => {
    text += part;
  };
  const status = await main(['--connect', 'test:///default', script], { out: add, err: add });
  return { text, status };
}

describe('what commands say', () => {
  test.each([
    ['net-list', ' Name      State    Autostart   Persistent\n--------------------------------------------\n default   active   no          yes\n\n'],
    ['net-start default', "error: Failed to start network default\nerror: Requested operation is not valid: Network 'default' is already running\n\n"],
    ['net-name default', "error: failed to get network 'default'\n\n"],
    ['net-list --name --uuid', 'error: Only one argument from --table, --name and --uuid may be specified.\n\n'],
    ['net-update default add nonsense x', "error: unrecognized section name 'nonsense'\n\n"],
    ['net-event', 'error: either --list or --event <type> is required\n\n'],
    ['secret-event --list', 'lifecycle\nvalue-changed\n\n'],
    ['pool-destroy default-pool; pool-list --all', 'Pool default-pool destroyed\n\n Name           State      Autostart\n--------------------------------------\n default-pool   inactive   no\n\n'],
    ['pool-list --type nonsense', "error: Invalid pool type 'nonsense'\n\n"],
    ['pool-define-as p dir --target /x --print-xml', "<pool type='dir'>\n  <name>p</name>\n  <target>\n    <path>/x</path>\n  </target>\n</pool>\n\n"],
    [
      'vol-create-as default-pool a 10M; vol-list default-pool --details; vol-resize a -- -1M default-pool',
      'Vol a created\n\n Name   Path              Type   Capacity    Allocation\n---------------------------------------------------------\n' +
        ' a      /default-pool/a   file   10.00 MiB   10.00 MiB\n\nerror: negative size requires --shrink\n\n',
    ],
    ['vol-create-as default-pool a x', 'error: Malformed size x\n\n'],
    ['iface-mac eth1; iface-name eth1', "aa:bb:cc:dd:ee:ff\n\nerror: failed to get interface 'eth1'\n\n"],
    ['iface-bridge eth1 eth1', 'error: Network device eth1 already exists\n\n'],
    ['nodedev-list --all --inactive', 'error: Option --all is incompatible with --inactive\n\n'],
    ['secret-set-value a --base64 x --file y', 'error: Options --file and --base64 are mutually exclusive\n\n'],
    ['nwfilter-binding-create /nonexistent', "error: Failed to open file '/nonexistent': No such file or directory\n\n"],
    ['nodecpumap --pretty', 'CPUs present:   8\nCPUs online:    3\nCPU map:        0,2,4\n\n'],
    ['freecell --all', '    0:       2048 KiB\n    1:       4096 KiB\n--------------------\nTotal:       6144 KiB\n\n'],
    ['freepages', 'error: missing cellno argument\n\n'],
    ['nodesuspend nonsense 60', 'error: Invalid target\n\n'],
    ['hypervisor-cpu-baseline', 'error: Either --file or --model must be provided\n\n'],
    [
      'snapshot-create-as test one; snapshot-create-as test two; snapshot-list test --tree; snapshot-parent test one',
      "Domain snapshot one created\nDomain snapshot two created\none\n  |\n  +- two\n    \n\nerror: snapshot 'one' has no parent\n\n",
    ],
    ['snapshot-delete test', 'error: --snapshotname or --current is required\n\n'],
    [
      'checkpoint-create-as test one; checkpoint-info test one',
      'Domain checkpoint one created\nName:           one\nDomain:         test\nParent:         -\nChildren:       0\nDescendants:    0\n\n',
    ],
    ['backup-begin test', 'error: this function is not supported by the connection driver: virDomainBackupBegin\n\n'],
  ])('%s', async (script, text) =>
    expect(await run(script)).toEqual({ text, status: /error: .*\n\n$/.test(text) ? 1 : 0 }),
  );
});

test('a download that cannot begin leaves no file, and does not touch one that was there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cli-'));
  try {
    const [fresh, kept] = [join(folder, 'fresh'), join(folder, 'kept')];
    const failed = 'error: cannot download from volume a\nerror: this function is not supported by the connection driver: virStorageVolDownload\n\n';
    expect(await run(`vol-create-as default-pool a 1M; vol-download a ${fresh} default-pool`)).toEqual({
      text: `Vol a created\n\n${failed}`,
      status: 1,
    });
    await expect(readFile(fresh)).rejects.toThrow('ENOENT');
    await writeFile(kept, 'x');
    await run(`vol-create-as default-pool a 1M; vol-download a ${kept} default-pool`);
    await expect(readFile(kept, 'utf8')).resolves.toBe('x');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('an editor is run without a shell; what it leaves is defined', async () => {
  const before = process.env['VISUAL'];
  try {
    process.env['VISUAL'] = 'sed -i s/virbr0/virbr7/';
    const { text, status } = await run('net-edit default; net-dumpxml default --inactive');
    expect({ status, edited: text.startsWith('Network default XML configuration edited.\n\n<network>') }).toEqual({ status: 0, edited: true });
    expect(text).toContain("<bridge name='virbr7'");
    process.env['VISUAL'] = 'true';
    expect(await run('net-edit default')).toEqual({ text: 'Network default XML configuration not changed.\n\n', status: 0 });
  } finally {
    if (before === undefined) delete process.env['VISUAL'];
    else process.env['VISUAL'] = before;
  }
});
