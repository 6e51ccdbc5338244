import { startService } from '#runtime';
import { AppModule } from './app.module.js';
import { migrations } from './migrations/index.js';

await startService({
  name: 'student-records',
  title: '学籍 Student records',
  description:
    '学籍注册与毕业。Registers students, full- and part-time, and approves and revokes graduations.',
  module: AppModule,
  migrations,
});
