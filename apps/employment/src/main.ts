import { startService } from '#runtime';
import { AppModule } from './app.module.js';
import { migrations } from './migrations/index.js';

await startService({
  name: 'employment',
  title: '就业 Employment',
  description: '毕业生就业跟踪与去向登记。Tracks graduates and records what becomes of them.',
  module: AppModule,
  migrations,
});
