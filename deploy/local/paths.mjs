import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository, and the two folders below it that this code writes to. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
export const localDir = path.join(root, 'var/local');
export const serversDir = path.join(root, 'var/servers');
export const endpointsFile = path.join(localDir, 'endpoints.json');
