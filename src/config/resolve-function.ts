/** Merges `function` of one stage with that of the project and adds every default. Pure. */
import type { BundleConfig, PermissionConfig, RoleConfig, SecretConfig, StageConfig } from './config.ts';
import { layersOfProject, resolveLayers } from './function-layers.ts';
import { resolveLogging } from './function-logging.ts';
import { resolveVpc } from './function-vpc.ts';
import { entryOfModule, parseHandler } from './handler-name.ts';
import type { RawConfig, RawStage } from './raw-config.ts';
import { defaultRuntime } from './runtimes.ts';

const BUNDLE_DEFAULTS: BundleConfig = { external: [], optional: [], files: [], keepNames: true, loaders: {} };

interface Surroundings {
  /** Whether the stage is in the embedded cloud. */
  readonly local: boolean;
  readonly isFile: (path: string) => boolean;
}

export function resolveFunction(
  raw: RawConfig,
  own: RawStage,
  { local, isFile }: Surroundings,
): StageConfig['function'] {
  const permissions = own.function?.permissions ?? raw.function?.permissions;
  const {
    secrets,
    bundle,
    entry: commonEntry,
    handler: commonHandler,
    keepReleases: commonKept,
    logging: commonLogging,
    vpc: commonVpc,
    layers: commonLayers,
    ...common
  } = raw.function ?? {};
  const {
    keepReleases: ownKept,
    secrets: ownSecrets,
    bundle: ownBundle,
    entry: ownEntry,
    handler: ownHandler,
    logging: ownLogging,
    // The embedded cloud has no VPCs of the project's account, and only those layers that are folders of the project.
    vpc = local ? undefined : commonVpc,
    layers = local ? layersOfProject(commonLayers) : commonLayers,
    ...ownFunction
  } = own.function ?? {};
  // A stage that sets `entry` does not keep the project's `handler`, and the other way round.
  const handler = ownHandler ?? (ownEntry === undefined ? commonHandler : undefined);
  const named = handler === undefined ? undefined : parseHandler(handler);
  const entry = named
    ? (entryOfModule(named.module, isFile) ?? `${named.module}.${isPython(own, raw) ? 'py' : 'js'}`)
    : (ownEntry ?? commonEntry ?? 'src/handler.ts');
  const role = resolveRole(raw.function?.role, own.function?.role, local);
  return {
    exportName: named?.exportName ?? 'handler',
    ...(handler !== undefined && { handler }),
    bundle: {
      ...BUNDLE_DEFAULTS,
      ...bundle,
      ...ownBundle,
      loaders: { ...bundle?.loaders, ...ownBundle?.loaders },
    },
    runtime: defaultRuntime(entry),
    architecture: 'arm64',
    memory: 512,
    timeout: 10,
    ephemeralStorage: 512,
    ...common,
    ...ownFunction,
    ...keptReleases(ownKept ?? commonKept),
    entry,
    ...((commonLogging || ownLogging) && { logging: resolveLogging({ ...commonLogging, ...ownLogging }) }),
    ...(vpc !== undefined && { vpc: resolveVpc(vpc) }),
    ...(layers && { layers: resolveLayers(layers) }),
    ...(role && { role }),
    ...(permissions && { permissions: permissions.map(resolvePermission) }),
    environment: { ...raw.function?.environment, ...own.function?.environment },
    ...((secrets || ownSecrets) && { secrets: resolveSecrets({ ...secrets, ...ownSecrets }) }),
  };
}

function keptReleases(
  kept: NonNullable<RawStage['function']>['keepReleases'],
): Pick<StageConfig['function'], 'keepReleases' | 'keepReleasesFor'> {
  const { count = 5, age } = typeof kept === 'object' ? kept : { count: kept };
  return { keepReleases: count, ...(age !== undefined && { keepReleasesFor: age }) };
}

const isPython = (own: RawStage, raw: RawConfig): boolean =>
  (own.function?.runtime ?? raw.function?.runtime)?.startsWith('python') === true;

/**
 * The embedded cloud does not have the policies of the project's account, so a role with them could not be created
 * there.
 */
function resolveRole(
  project: RoleConfig | undefined,
  stage: RoleConfig | undefined,
  local: boolean,
): RoleConfig | undefined {
  if (!project && !stage) return undefined;
  const { permissionsBoundary: _, ...elsewhere } = project ?? {};
  return { ...(local ? elsewhere : project), ...stage };
}

/** A list that is missing or was rejected is empty. */
function resolvePermission({ actions = [], resources = [], ...rest }: Partial<PermissionConfig>): PermissionConfig {
  return { actions, resources, ...rest };
}

function resolveSecrets(secrets: Record<string, string | Partial<SecretConfig>>): Record<string, SecretConfig> {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, secret]) => [
      name,
      typeof secret === 'string' ? { from: secret } : { ...secret, from: secret.from ?? '' },
    ]),
  );
}
