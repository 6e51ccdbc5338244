import { startService } from '#runtime';
import { AppModule } from './app.module.js';
import { migrations } from './migrations/index.js';

await startService({
  name: 'certificates',
  title: '证书 Certificates',
  description:
    '毕业证书的编号、签发、撤销与对外发布。Numbers, issues, revokes and publishes graduation certificates.',
  module: AppModule,
  migrations,
});
