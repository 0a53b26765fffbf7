/** Reads the trust store of a domain with mutual TLS, if it is a file of the project, and checks its certificates. */
import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageConfig } from '../../config/config.ts';
import { trustStoreFile } from '../../config/mutual-tls.ts';
import { type Problem, ProblemsError } from '../../config/problem.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import type { TrustStoreFile } from '../desired/release-source.ts';

/** docs/aws/custom-domains.md */
const MOST_CERTIFICATES = 1_000;
const MOST_BYTES = 1_048_576;

interface Parts {
  /** The project's folder. */
  readonly root: string;
  /** Epoch milliseconds. */
  readonly now: number;
  warn(text: string): void;
}

interface Block {
  /** Counts from 1. */
  readonly line: number;
  readonly certificate?: X509Certificate;
}

/**
 * Returns `undefined` if the stage has no such file. Throws `TrustStoreNotFound`, and `InvalidConfig` with all problems
 * of the file.
 */
export async function readTrustStore(
  { domain }: Pick<StageConfig, 'domain'>,
  { root, now, warn }: Parts,
): Promise<TrustStoreFile | undefined> {
  const file = trustStoreFile(domain);
  if (file === undefined) return undefined;
  const content = await readOrRefuse(root, file);
  const text = content.toString('utf8');
  const blocks = blocksIn(text);
  const problems = [...wholeProblems(file, content, text, blocks), ...blocks.flatMap((one) => faultOf(file, one, now))];
  if (problems.length > 0) throw new ProblemsError('InvalidConfig', file, problems, 'Nothing was sent to AWS.');
  const certificates = blocks.flatMap(({ certificate }) => certificate ?? []);
  for (const { line, certificate } of blocks) {
    if (!certificate || certificates.some((one) => certificate.checkIssued(one)) || isOwnIssuer(certificate)) continue;
    warn(
      `${file}:${line} The certificate of ${nameOf(certificate.subject)} is signed by ${nameOf(certificate.issuer)}, which is not in the file: API Gateway trusts a client only if the whole chain is in the trust store.`,
    );
  }
  return { sha256: createHash('sha256').update(content).digest('base64'), content };
}

async function readOrRefuse(root: string, file: string): Promise<Buffer> {
  try {
    return await readFile(join(root, file));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : (error as Error).message;
    throw new ApikitError('TrustStoreNotFound', `${file}, the trust store of the domain, cannot be read: ${why}.`, {
      hint: 'Put the certificates of the authorities that sign those of your clients into this file, or correct domain.mutualTls.truststore in apikit.yaml.',
      exitCode: EXIT.usage,
      cause: error,
    });
  }
}

function blocksIn(text: string): Block[] {
  return [...text.matchAll(/-----BEGIN CERTIFICATE-----[\s\S]*?(-----END CERTIFICATE-----|$(?![\s\S]))/g)].map(
    ({ 0: pem, index }) => {
      const line = lineAt(text, index);
      try {
        return { line, certificate: new X509Certificate(pem) };
      } catch {
        return { line };
      }
    },
  );
}

function wholeProblems(file: string, content: Buffer, text: string, blocks: readonly Block[]): Problem[] {
  const key = text.search(/-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/);
  return [
    ...(key < 0
      ? []
      : [
          problemAt(
            file,
            lineAt(text, key),
            'This is a private key.',
            'A trust store has certificates only: remove it.',
          ),
        ]),
    ...(blocks.length > 0
      ? []
      : [
          problemAt(
            file,
            1,
            'The file has no certificate.',
            'Add those of the authorities in PEM: -----BEGIN CERTIFICATE-----.',
          ),
        ]),
    ...(blocks.length <= MOST_CERTIFICATES
      ? []
      : [
          problemAt(
            file,
            blocks[MOST_CERTIFICATES]!.line,
            `The file has ${blocks.length} certificates, and API Gateway accepts ${MOST_CERTIFICATES}.`,
            'Keep only the authorities that sign the certificates of your clients.',
          ),
        ]),
    ...(content.length <= MOST_BYTES
      ? []
      : [
          problemAt(
            file,
            1,
            `The file has ${content.length} bytes, and API Gateway accepts ${MOST_BYTES}.`,
            'Remove texts and certificates that are not needed.',
          ),
        ]),
  ];
}

function faultOf(file: string, { line, certificate }: Block, now: number): Problem[] {
  if (!certificate) {
    const fix = 'Copy it again, with its first and its last line.';
    return [problemAt(file, line, 'This is not a certificate of X.509 in PEM.', fix)];
  }
  if (now <= Date.parse(certificate.validTo)) return [];
  const message = `The certificate of ${nameOf(certificate.subject)} has expired (${certificate.validTo}).`;
  return [problemAt(file, line, message, 'Replace it by a new one, or remove it.')];
}

const problemAt = (file: string, line: number, message: string, fix: string): Problem => ({
  ...{ file, line, column: 1, path: '', message, fix },
  severity: 'error',
});

const isOwnIssuer = ({ subject, issuer }: X509Certificate): boolean => subject === issuer;

const nameOf = (name: string | undefined): string => (name ?? 'nobody').replaceAll('\n', ', ');

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;
