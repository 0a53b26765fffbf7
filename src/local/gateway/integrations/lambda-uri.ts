/** Integration URIs of Lambda functions, which can contain stage variables. */

export interface FunctionTarget {
  readonly account: string;
  readonly region: string;
  readonly functionName: string;
  /** The version or alias, if the URI has one. */
  readonly qualifier: string | undefined;
  /** The address of the invocation at Lambda, for the logs. */
  readonly url: string;
}

/**
 * More slashes before the API's version are possible on AWS (LocalStack,
 * `test_api_gateway_lambda_integration_aws_type`).
 */
const LAMBDA_URI =
  /^arn:[\w-]+:apigateway:([\w-]+):lambda:path\/+(2015-03-31\/functions\/arn:[\w-]+:lambda:([\w-]+):(\d{12}):function:([\w-]+)(?::([\w$-]+))?\/invocations)$/;

const STAGE_VARIABLE = /\$\{stageVariables\.([\w-]+)\}/g;

/** Returns the function of a URI in a stage; `undefined` if a variable is not set or the URI is not a Lambda URI. */
export type FunctionResolver = (stageVariables: Readonly<Record<string, string>>) => FunctionTarget | undefined;

/** A URI without stage variables is parsed once, here. */
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
  const [, endpoint, path, region = '', account = '', functionName = '', qualifier] = match;
  const url = `https://lambda.${endpoint}.amazonaws.com/${path}`;
  return { account, region, functionName, qualifier, url };
}
