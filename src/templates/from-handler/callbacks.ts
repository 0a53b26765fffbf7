/** Recognises handlers that respond through a callback or their context, which need a certain runtime. Pure. */

/** The newest runtime that supports them (docs/aws/lambda.md). */
export const LAST_WITH_CALLBACKS = 'nodejs22.x';

/** Expects JavaScript or TypeScript without comments: `exports.handler = (event, context, callback) => …`. */
export function answersByCallback(code: string, exportName: string): boolean {
  const parameter = String.raw`\s*[\w$]+\s*(?::[^,()]+)?`;
  const three = String.raw`\(${parameter},${parameter},${parameter},?\s*\)`;
  const declared = new RegExp(
    String.raw`\b${exportName}\s*(?::[^=]+)?[=:]\s*(?:async\s*)?(?:function\s*[\w$]*\s*)?${three}|\bfunction\s+${exportName}\s*${three}`,
  );
  return declared.test(code) || /\b(?:context|ctx)\.(?:succeed|fail|done)\s*\(/.test(code);
}
