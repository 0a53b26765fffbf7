/** Integration URIs of Lambda functions, with stage variables in them. */

export interface FunctionTarget {
  readonly account: string;
  readonly region: string;
  readonly functionName: string;
  /** Version or alias, when the URI names one. */
  readonly qualifier: string | undefined;
}

/** Further slashes before the API's version are AWS's own habit (LocalStack, `test_api_gateway_lambda_integration_aws_type`). */
const LAMBDA_URI =
  /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/+2015-03-31\/functions\/arn:[\w-]+:lambda:([\w-]+):(\d{12}):function:([\w-]+)(?::([\w$-]+))?\/invocations$/;

const STAGE_VARIABLE = /\$\{stageVariables\.([\w-]+)\}/g;

/** Names the function a URI stands for in a stage; `undefined` when a variable is unset or it is no Lambda URI. */
export type FunctionResolver = (stageVariables: Readonly<Record<string, string>>) => FunctionTarget | undefined;

/** Without stage variables the URI is read once, here. */
export function compileLambdaUri(uri: string): FunctionResolver {
  if (!uri.includes('${stageVariables.')) {
    const target = parseLambdaUri(uri);
    return () => target;
  }
  return (stageVariables) => {
    let complete = true;
    const filled = uri.replaceAll(STAGE_VARIABLE, (_, name: string) => {
      const value = stageVariables[name];
      if (value === undefined) complete = false;
      return value ?? '';
    });
    return complete ? parseLambdaUri(filled) : undefined;
  };
}

function parseLambdaUri(uri: string): FunctionTarget | undefined {
  const match = LAMBDA_URI.exec(uri);
  if (match === null) return undefined;
  const [, region = '', account = '', functionName = '', qualifier] = match;
  return { account, region, functionName, qualifier };
}
