/** Makes X.509 certificates (RFC 5280) with keys on the curve P-256. node:crypto reads them, but makes none. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { bits, boolean, integer, objectId, octets, sequence, set, tagged, time, utf8 } from './der.ts';

/** A certificate and its private key, both as PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateRequest {
  readonly commonName: string;
  /** The names in DNS, for a server. */
  readonly dnsNames?: readonly string[];
  readonly use: 'authority' | 'server' | 'client';
  /** Epoch milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly serial: Buffer;
  /** Absent: the certificate signs itself. */
  readonly issuer?: { readonly commonName: string; readonly key: string };
}

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));

export function makeIdentity(request: CertificateRequest): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = request.issuer ? createPrivateKey(request.issuer.key) : privateKey;
  const content = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(request.serial),
    ECDSA_WITH_SHA256,
    nameOf(request.issuer?.commonName ?? request.commonName),
    sequence(time(request.notBefore), time(request.notAfter)),
    nameOf(request.commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(request, publicKey, createPublicKey(signer)))),
  );
  const whole = sequence(content, ECDSA_WITH_SHA256, bits(sign('sha256', content, signer)));
  return { certificate: pem(whole), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

const nameOf = (commonName: string): Buffer => sequence(set(sequence(objectId('2.5.4.3'), utf8(commonName))));

function extensions({ use, dnsNames = [] }: CertificateRequest, own: KeyObject, issuer: KeyObject): Buffer[] {
  const isAuthority = use === 'authority';
  const purpose = { authority: undefined, server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' }[use];
  return [
    extension('2.5.29.19', sequence(...(isAuthority ? [boolean(true)] : [])), true),
    // keyCertSign and cRLSign, or digitalSignature
    extension('2.5.29.15', isAuthority ? bits(Buffer.from([0x06]), 1) : bits(Buffer.from([0x80]), 7), true),
    ...(purpose === undefined ? [] : [extension('2.5.29.37', sequence(objectId(purpose)))]),
    extension('2.5.29.14', octets(keyId(own))),
    extension('2.5.29.35', sequence(tagged(0x80, keyId(issuer)))),
    ...(dnsNames.length > 0
      ? [extension('2.5.29.17', sequence(...dnsNames.map((name) => tagged(0x82, Buffer.from(name)))))]
      : []),
  ];
}

const extension = (id: string, value: Buffer, isCritical = false): Buffer =>
  sequence(objectId(id), ...(isCritical ? [boolean(true)] : []), octets(value));

const keyId = (key: KeyObject): Buffer =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
