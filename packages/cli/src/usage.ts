import { commandsOf, groups } from './commands/groups.ts';
import { groupHelp } from './help.ts';

/** `--help` */
export async function usage(): Promise<string> {
  const texts = await Promise.all(groups.map(async (group) => groupHelp(group, await commandsOf(group))));
  return `
virtweave [options]... [<command_string>]
virtweave [options]... <command> [args...]

  options:
    -c | --connect=URI      hypervisor connection URI
    -d | --debug=NUM        debug level [0-4]
    -e | --escape <char>    set escape sequence for console
    -h | --help             this help
    -k | --keepalive-interval=NUM
                            keepalive interval in seconds, 0 for disable
    -K | --keepalive-count=NUM
                            number of possible missed keepalive messages
    -l | --log=FILE         output logging to file
    -q | --quiet            quiet mode
    -r | --readonly         connect readonly
    -t | --timing           print timing information
    -v                      short version
    -V                      long version
         --version[=TYPE]   version, TYPE is short or long (default short)
  commands (non interactive mode):

${texts.join('\n')}
  (specify help <group> for details about the commands in the group)

  (specify help <command> for details about the command)

`;
}

/** `--version` */
export async function versionText(kind: 'short' | 'long'): Promise<string> {
  const { ownVersion } = await import('@virtweave/core-util');
  const version = await ownVersion(import.meta.url);
  return kind === 'short' ? `${version}\n` : `virtweave ${version}: virsh's commands, in Node\nNode ${process.version}\n`;
}
