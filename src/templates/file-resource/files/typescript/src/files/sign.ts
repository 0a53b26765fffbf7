/**
 * Signs uploads and downloads of S3 (Signature Version 4). The SDK's own packages for it make the code of the function
 * several times as large; this is all that they do here.
 */
import { createHash, createHmac } from 'node:crypto';

/** Seconds for which an upload or a download is valid. */
export const EXPIRES_IN = 900;

export interface Place {
  /** `https://bucket.s3.eu-west-1.amazonaws.com`, without a slash at the end. */
  url: string;
  bucket: string;
  region: string;
}

/** The credentials of the function, which Lambda changes from time to time. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | undefined;
}

export interface Upload {
  url: string;
  fields: Record<string, string>;
  expiresIn: number;
}

/** The domains of AWS's partitions, by the beginning of their regions. Every other region is in `amazonaws.com`. */
const DOMAINS = {
  'cn-': 'amazonaws.com.cn',
  'eusc-': 'amazonaws.eu',
  'us-iso-': 'c2s.ic.gov',
  'us-isob-': 'sc2s.sgov.gov',
  'eu-isoe-': 'cloud.adc-e.uk',
  'us-isof-': 'csp.hci.ic.gov',
};

/** A local cloud has its URL in the environment, and takes the bucket in the path. */
export function placeOf(bucket: string, env: NodeJS.ProcessEnv): Place {
  const region = env.AWS_REGION ?? 'us-east-1';
  const endpoint = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL;
  const [, domain] = Object.entries(DOMAINS).find(([start]) => region.startsWith(start)) ?? ['', 'amazonaws.com'];
  const url = endpoint ? `${endpoint.replace(/\/$/, '')}/${bucket}` : `https://${bucket}.s3.${region}.${domain}`;
  return { url, bucket, region };
}

export function credentialsOf(env: NodeJS.ProcessEnv): Credentials {
  return {
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    sessionToken: env.AWS_SESSION_TOKEN,
  };
}

/** Returns a URL that allows one request. */
export function signUrl(method: string, key: string, { url, region }: Place, by: Credentials, now: Date): string {
  const { host, origin, pathname } = new URL(`${url}/${key.split('/').map(encode).join('/')}`);
  const time = timeOf(now);
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const parameters = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${by.accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(EXPIRES_IN),
    ...(by.sessionToken && { 'X-Amz-Security-Token': by.sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  };
  const query = Object.entries(parameters)
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join('&');
  const canonical = `${method}\n${pathname}\n${query}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash}`;
  return `${origin}${pathname}?${query}&X-Amz-Signature=${signature(text, scope, by)}`;
}

/** Returns a form that allows one upload: this key, type and size. */
export function signUpload(
  { key, type, size }: { key: string; type: string; size: number },
  { url, bucket, region }: Place,
  by: Credentials,
  now: Date,
): Upload {
  const time = timeOf(now);
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const fields: Record<string, string> = {
    key,
    'Content-Type': type,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${by.accessKeyId}/${scope}`,
    'x-amz-date': time,
    ...(by.sessionToken && { 'x-amz-security-token': by.sessionToken }),
  };
  const expiration = new Date(now.getTime() + EXPIRES_IN * 1000).toISOString();
  const conditions = [{ bucket }, ['content-length-range', size, size], ...Object.entries(fields).map(exactly)];
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
  return {
    url,
    fields: { ...fields, policy, 'x-amz-signature': signature(policy, scope, by) },
    expiresIn: EXPIRES_IN,
  };
}

const exactly = ([name, value]: [string, string]) => ({ [name]: value });

function signature(text: string, scope: string, { secretAccessKey }: Credentials): string {
  const hmac = (key: string | Buffer, part: string) => createHmac('sha256', key).update(part).digest();
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, text).toString('hex');
}

/** `20261130T170000Z` */
const timeOf = (now: Date): string => now.toISOString().replace(/[-:]|\.\d+/g, '');

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
