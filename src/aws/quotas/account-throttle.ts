import { type APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';

/**
 * The request rate and burst of an account in a region, unless AWS has raised them. "For the following Regions, the
 * default throttle quota is 2500 RPS and the default burst quota is 1250 RPS"
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html).
 */
const LOWER = [
  ...['af-south-1', 'eu-south-1', 'ap-southeast-3', 'me-central-1', 'ap-south-2', 'ap-southeast-4', 'eu-south-2'],
  ...['eu-central-2', 'il-central-1', 'ca-west-1', 'ap-southeast-5', 'ap-southeast-7', 'mx-central-1'],
];

export function accountThrottle(region: string): { readonly rate: number; readonly burst: number } {
  return LOWER.includes(region) ? { rate: 2_500, burst: 1_250 } : { rate: 10_000, burst: 5_000 };
}

/** The values of this account. One call. */
export async function liveAccountThrottle(
  client: APIGatewayClient,
  region: string,
): Promise<{ readonly rate: number; readonly burst: number }> {
  const { throttleSettings } = await client.send(new GetAccountCommand({}));
  const begun = accountThrottle(region);
  return { rate: throttleSettings?.rateLimit ?? begun.rate, burst: throttleSettings?.burstLimit ?? begun.burst };
}
