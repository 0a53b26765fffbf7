/** Finds CloudFormation's dynamic references: texts that it replaces by secrets and parameters of the account. */

/** Returns the reference in the text, such as `{{resolve:ssm:/shop/key}}`, or `undefined`. */
export function dynamicReferenceIn(text: string): string | undefined {
  return /\{\{\s*resolve:[^{}]{0,200}\}{0,2}/i.exec(text)?.[0];
}
