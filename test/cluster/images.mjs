import path from 'node:path';
import { root } from '../../deploy/local/paths.mjs';
import { runCommand, runShell } from './run-command.mjs';
import { versions, writeVersion } from './versions.mjs';

/**
 * Builds the image of the services, that of the tools, and the later versions of the first; hands them to the nodes.
 * @param {{ prefix: string, load?: string, dir: string, log: (text: string) => void }} options `prefix` of the images'
 *   names; `load`: a command that takes images' names
 * @returns {Promise<{ service: string, tools: string, tags: Record<string, string> }>} repositories, and the tags of
 *   `first`, of each later version, and of the `tools`
 */
export async function makeImages({ prefix, load, dir, log }) {
  const [service, tools] = [`${prefix}service`, `${prefix}tools`];
  log('building the images');
  const file = path.join(root, 'deploy/docker/Dockerfile');
  const tags = {
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
async function build(repository, name, args) {
  const id = (await runCommand('docker', ['build', '-q', ...args])).trim();
  const tag = `${name}-${id.replace('sha256:', '').slice(0, 12)}`;
  await runCommand('docker', ['tag', id, `${repository}:${tag}`]);
  return tag;
}
