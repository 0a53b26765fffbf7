/**
 * The environment of a background cloud: only the variables that it uses, not the rest of the shell that started it.
 * Functions run as the same user, and can read the environment of the process that started them.
 */

const KEPT = new Set([
  ...['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'TZ', 'LANG', 'XDG_STATE_HOME', 'XDG_CACHE_HOME', 'NODE_EXTRA_CA_CERTS'],
  // These are for integrations that call other servers.
  ...['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'],
  // Programs do not start on Windows without these.
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'LOCALAPPDATA', 'APPDATA'],
]);

/** Names are compared without case, as on Windows, because proxy variables exist in both cases. */
export function cloudEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => KEPT.has(name.toUpperCase()) || name.startsWith('LC_')),
  );
}
