/** The shape of the trust store of a custom domain. Types only. */

/** Its name is `<bucket>/<key>`. */
export type TrustStoreProperties = {
  bucket: string;
  key: string;
  /** The SHA-256 of the file in base64; empty if the project was not read. */
  sha256: string;
};

export interface TrustStoreShape {
  kind: 'trust-store';
  properties: TrustStoreProperties;
  attributes: {
    name: string;
    /** `s3://bucket/key` */
    uri: string;
    /** The version of the object. */
    version: string;
  };
  found: { sha256: string };
}
