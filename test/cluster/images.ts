import path from 'node:path';
import type { Progress } from '../../deploy/local/cohort/until.ts';
import { root } from '../../deploy/local/paths.mjs';
import { runCommand, runShell } from './run-command.ts';
import { versions, writeVersion } from './versions.ts';

/** Repositories, and the tags of `first`, of each later version, and of the `tools`. */
export interface Images {
  service: string;
  tools: string;
  tags: Record<string, string>;
}

/**
 * Builds the image of the services, that of the tools, and the later versions of the first; hands them to the nodes.
 */
export async function makeImages({
  prefix,
  load,
  dir,
  log,
}: {
  /** of the images' names */
  prefix: string;
  /** a command that takes images' names */
  load?: string;
  dir: string;
  log: Progress;
}): Promise<Images> {
  const [service, tools] = [`${prefix}service`, `${prefix}tools`];
  log('building the images');
  const file = path.join(root, 'deploy/docker/Dockerfile');
  const tags: Record<string, string> = {
    tools: await build(tools, 'tools', [root, '-f', file, '--target', 'tools']),
    first: await build(service, 'first', [root, '-f', file, '--target', 'service']),
  };
  for (const [name, version] of Object.entries(versions)) {
    const folder = path.join(dir, name);
    writeVersion(folder, version, `${service}:${tags.first}`);
    tags[name] = await build(service, name, [folder]);
  }
  const names = Object.entries(tags).map(([name, tag]) => `${name === 'tools' ? tools : service}:${tag}`);
  if (load) {
    log('handing the images to the nodes');
    await runShell(`${load} "$@"`, { args: names });
  }
  return { service, tools, tags };
}

/** The tag tells what is in the image, so a node that has an earlier one does not take it for this. */
async function build(repository: string, name: string, args: string[]) {
  const id = (await runCommand('docker', ['build', '-q', ...args])).trim();
  const tag = `${name}-${id.replace('sha256:', '').slice(0, 12)}`;
  await runCommand('docker', ['tag', id, `${repository}:${tag}`]);
  return tag;
}
