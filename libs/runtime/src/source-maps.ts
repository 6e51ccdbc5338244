import { setSourceMapsSupport } from 'node:module';

/**
 * Stack traces name the lines of our TypeScript, however a service is started. A map is read together with its module,
 * so this is imported before anything else is; and only for what is ours, since the maps of dependencies take 20 MB.
 */
setSourceMapsSupport(true, { nodeModules: false });
