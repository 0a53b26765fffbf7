/**
 * The certificate authority of the embedded cloud. It is created with the first custom domain and kept with the state,
 * which only this user can read.
 */
import type { CloudBase } from '../cloud/cloud.ts';
import { type Identity, makeIdentity } from './x509.ts';

const NAME = "apikit's embedded cloud";
const DAY = 86_400_000;
/** Days before now, because clocks differ. */
const EARLIER = DAY;
/** Days that the authority and the certificates of domains are valid. */
const AUTHORITY_DAYS = 3_650;
const DOMAIN_DAYS = 395;

type Parts = Pick<CloudBase, 'clock' | 'collection' | 'options' | 'ids'>;

/** Collection `tls.authority` of the region `global`, key `authority`. */
export function authorityOf(cloud: Parts): Identity {
  const { clock, options } = cloud;
  const kept = cloud.collection<Identity>({ account: options.account, region: 'global' }, 'tls.authority');
  const found = kept.get('authority');
  if (found) return found;
  const made = makeIdentity({
    commonName: NAME,
    use: 'authority',
    notBefore: clock.now() - EARLIER,
    notAfter: clock.now() + AUTHORITY_DAYS * DAY,
    serial: serial(cloud),
  });
  kept.put('authority', made);
  return made;
}

/** Returns the certificate and the key of a server with these names. */
export function serverIdentity(cloud: Parts, names: readonly string[]): Identity {
  const authority = authorityOf(cloud);
  const { certificate, key } = makeIdentity({
    commonName: names[0] ?? '',
    dnsNames: names,
    use: 'server',
    notBefore: cloud.clock.now() - EARLIER,
    notAfter: cloud.clock.now() + DOMAIN_DAYS * DAY,
    serial: serial(cloud),
    issuer: { commonName: NAME, key: authority.key },
  });
  return { certificate: `${certificate}${authority.certificate}`, key };
}

/** A positive number. */
function serial({ ids }: Parts): Buffer {
  const bytes = Buffer.from(ids.uuid().replaceAll('-', ''), 'hex');
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes;
}
