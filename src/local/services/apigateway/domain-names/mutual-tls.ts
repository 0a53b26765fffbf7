/** Mutual TLS of a custom domain: checks the settings, and reads the trust store from S3. */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { DomainName, MutualTls } from '../../../state/apis/model.ts';
import { readTrustStore, warningsOf } from '../../../state/trust-store.ts';
import { readContent } from '../../s3/contents.ts';
import { findVersion } from '../../s3/find-version.ts';
import { findBucket } from '../../s3/model.ts';
import { badRequest } from '../errors.ts';
import { isEdge } from './domain-name-view.ts';

const MOST_BYTES = 1_048_576;
const MOST_CERTIFICATES = 1_000;

/** Throws BadRequestException if the domain cannot ask clients for certificates. */
export function checkMutualTls(domain: DomainName): void {
  if (!domain.mutualTlsAuthentication) return;
  if (isEdge(domain)) throw badRequest('Mutual TLS authentication is supported for REGIONAL domain names only.');
  if (domain.securityPolicy === 'TLS_1_0')
    throw badRequest('The minimum TLS version for mutual TLS authentication is TLS 1.2.');
  if (domain.securityPolicy.startsWith('SecurityPolicy_'))
    throw badRequest('Mutual TLS authentication is not supported with an enhanced security policy.');
}

/**
 * Returns the domain with the trust store as S3 has it now. The permission of the caller to read it is checked with the
 * call (`local/permissions/services/apigateway.ts`). Throws BadRequestException.
 */
export async function withTrustStore(domain: DomainName, context: OperationContext): Promise<DomainName> {
  const { mutualTlsAuthentication, truststore: _, ...others } = domain;
  if (!mutualTlsAuthentication) return others;
  const { truststoreUri, truststoreVersion } = mutualTlsAuthentication;
  const truststore = await readFile(mutualTlsAuthentication, context);
  const store = readTrustStore(truststore);
  const count = store.certificates.length + store.malformed;
  if (count === 0) throw badRequest('The truststore has no certificates.');
  if (count > MOST_CERTIFICATES) throw badRequest(`The truststore has more than ${MOST_CERTIFICATES} certificates.`);
  const truststoreWarnings = warningsOf(store, context.cloud.clock.now());
  return {
    ...others,
    mutualTlsAuthentication: {
      truststoreUri,
      ...(truststoreVersion !== undefined && { truststoreVersion }),
      ...(truststoreWarnings.length > 0 && { truststoreWarnings }),
    },
    truststore,
  };
}

async function readFile({ truststoreUri, truststoreVersion }: MutualTls, context: OperationContext): Promise<string> {
  const { bucket, key } = partsOf(truststoreUri);
  try {
    const { region } = findBucket(context, bucket);
    if (region !== context.region) throw badRequest(`The bucket of the truststore must be in ${context.region}.`);
    const { parts, size } = findVersion(context, bucket, key, truststoreVersion);
    if (size > MOST_BYTES) throw badRequest(`The truststore is larger than ${MOST_BYTES} bytes.`);
    const chunks: Buffer[] = [];
    for await (const chunk of readContent(context.cloud, parts, 0, size - 1)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === 'BadRequestException') throw error;
    throw badRequest(`Unable to read the truststore at ${truststoreUri}: ${error.message}`);
  }
}

/** Throws BadRequestException for a URI that is not one of S3. */
function partsOf(uri: string): { readonly bucket: string; readonly key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  if (bucket === undefined || key === undefined) throw badRequest(`Invalid truststore URI: ${uri}`);
  return { bucket, key };
}
