/**
 * The address for the calls of a service, in the order that all SDKs and tools of AWS share: the service's own
 * variable, `AWS_ENDPOINT_URL`, the service's section of the profile, the profile's `endpoint_url`. The JavaScript SDK
 * has the same order, but reads only the process's own environment and the profile that AWS_PROFILE names.
 */
import { CONFIG_PREFIX_SEPARATOR, loadConfig } from '@smithy/core/config';
import { ApikitError, EXIT } from '../../errors.ts';
import { isAwsHost } from '../../naming/regions.ts';

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly profile?: string;
}

/** Returns `undefined` for AWS itself. `serviceId` is AWS's spelling: `API Gateway`. Throws `BadEndpoint`. */
export async function serviceEndpoint(serviceId: string, { env, profile }: Surroundings): Promise<string | undefined> {
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true') return undefined;
  const variable = `AWS_ENDPOINT_URL_${words(serviceId).toUpperCase()}`;
  // An empty variable counts as not set.
  if (env[variable]) return checked(env[variable], variable);
  if (env.AWS_ENDPOINT_URL) return checked(env.AWS_ENDPOINT_URL, 'AWS_ENDPOINT_URL');
  const name = profile ?? env.AWS_PROFILE;
  const configured = await loadConfig<string | undefined>(
    {
      environmentVariableSelector: () => undefined,
      configFileSelector: (section, file) => {
        if (section.ignore_configured_endpoint_urls?.toLowerCase() === 'true') return undefined;
        const services = file?.[['services', section.services].join(CONFIG_PREFIX_SEPARATOR)];
        const own = [words(serviceId).toLowerCase(), 'endpoint_url'].join(CONFIG_PREFIX_SEPARATOR);
        return services?.[own] ?? section.endpoint_url;
      },
      default: undefined,
    },
    name === undefined ? {} : { profile: name },
  )();
  return configured && checked(configured, 'endpoint_url in the AWS configuration');
}

/** `API Gateway` → `API_Gateway`. */
const words = (serviceId: string) => serviceId.replaceAll(' ', '_');

/** A private address of AWS's own service, such as a VPC endpoint, also counts as AWS. */
export function isAwsItself(endpoint: string | undefined): boolean {
  return endpoint === undefined || isAwsHost(new URL(endpoint).hostname);
}

/** Removes trailing slashes. `localhost:4566` is a URL, too, with the scheme `localhost`. Throws `BadEndpoint`. */
export function checked(endpoint: string, source = 'AWS_ENDPOINT_URL'): string {
  if (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)) return endpoint.replace(/\/+$/, '');
  throw new ApikitError('BadEndpoint', `The AWS endpoint "${endpoint}" is not an address.`, {
    exitCode: EXIT.usage,
    hint: `Write ${source} with its scheme, like http://127.0.0.1:4566, or unset it to use AWS itself.`,
  });
}
