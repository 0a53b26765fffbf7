/**
 * The environment of a cloud in the background: what it uses, and nothing else of the shell that happened to start it. Functions run
 * as the same user, and can read the environment of the process that started them.
 */

const KEPT = new Set([
  ...['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'TZ', 'LANG', 'XDG_STATE_HOME', 'XDG_CACHE_HOME', 'NODE_EXTRA_CA_CERTS'],
  // For the integrations that call other servers.
  ...['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'],
  // Without these, programs do not start on Windows.
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'LOCALAPPDATA', 'APPDATA'],
]);

/** Names are compared as Windows does, and proxies are written in both cases. */
export function cloudEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => KEPT.has(name.toUpperCase()) || name.startsWith('LC_')),
  );
}
