import { startService } from '#runtime';
import { AppModule } from './app.module.js';
import { migrations } from './migrations/index.js';

await startService({
  name: 'enrolment',
  title: '招生 Enrolment',
  description:
    '院校、招生资质、专业点、招生计划、报名、录取和报到。Schools, qualifications, offerings, plans, applications.',
  module: AppModule,
  migrations,
});
