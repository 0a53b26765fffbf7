/** The real SDK's own signer, whose signatures are independent of the code that verifies them here. */
import { STSClient } from '@aws-sdk/client-sts';

export interface Identity {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface ToSign {
  method: string;
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  body?: string;
}

interface Signer {
  sign(request: ToSign, options?: object): Promise<ToSign>;
  presign(request: ToSign, options?: { expiresIn?: number; signingDate?: Date }): Promise<ToSign>;
}

export async function sdkSigner(credentials: Identity, region = 'eu-west-1', service = 'execute-api'): Promise<Signer> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const client = new STSClient({
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
  });
  const signer = client.config.signer as unknown as (scheme: object) => Promise<Signer>;
  return signer({ name: 'sigv4', signingName: service, signingRegion: region, properties: {} });
}

/** Returns path and query of a request as they are sent. */
export function targetOf({ path, query }: ToSign): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each) => `${encode(name)}=${encode(each)}`),
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}
