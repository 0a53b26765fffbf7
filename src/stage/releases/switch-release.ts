/** Makes a stage serve another of its releases, whatever its front door is: one write. */
import { type Switch, switchStage } from '../../aws/releases/switch-stage.ts';
import { switchUrl } from '../../aws/releases/url-releases.ts';
import type { Clients } from '../../aws/sdk/clients.ts';
import type { StageConfig } from '../../config/config.ts';
import { functionName } from '../../naming/names.ts';

export async function switchRelease(config: StageConfig, clients: Clients, change: Switch): Promise<void> {
  if (config.api === 'url') await switchUrl(await clients.lambda(), functionName(config), change);
  else await switchStage(await clients.apiGateway(), change);
}
