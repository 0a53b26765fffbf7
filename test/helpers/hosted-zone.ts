/** A hosted zone in a project's embedded cloud, so that the records of a custom domain have a place. */
import { CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import type { Project } from './project.ts';
import { clientsOf } from './project-clients.ts';

/** Returns its ID. */
export async function createZone(project: Project, name: string): Promise<string> {
  const dns = await clientsOf(project).route53();
  const { HostedZone } = await dns.send(new CreateHostedZoneCommand({ Name: name, CallerReference: name }));
  return HostedZone?.Id ?? '';
}
