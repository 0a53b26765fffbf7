/** Makes a stage serve another of its releases, whatever its front door is: one write. */
import { switchHttpStage } from '../../aws/releases/switch-http-stage.ts';
import { type Switch, switchStage } from '../../aws/releases/switch-stage.ts';
import { switchUrl } from '../../aws/releases/url-releases.ts';
import type { Clients } from '../../aws/sdk/clients.ts';
import type { StageConfig } from '../../config/config.ts';
import { functionName } from '../../naming/names.ts';

export async function switchRelease(config: StageConfig, clients: Clients, change: Switch): Promise<void> {
  switch (config.api) {
    case 'rest':
      return await switchStage(await clients.apiGateway(), change);
    case 'http':
      return await switchHttpStage(await clients.apiGatewayV2(), change);
    case 'url':
      return await switchUrl(await clients.lambda(), functionName(config), change);
  }
}
