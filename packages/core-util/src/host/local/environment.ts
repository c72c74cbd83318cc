const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What programs get when the caller names no environment: messages in English, and nothing of ours but PATH and HOME. */
export function defaultEnvironment(): Record<string, string> {
  const { PATH = DEFAULT_PATH, HOME } = process.env;
  return { LC_ALL: 'C', PATH, ...(HOME === undefined ? {} : { HOME }) };
}
