import '#runtime/source-maps';

const { startService } = await import('#runtime');
const { ErrandsModule, TickingErrandsModule } = await import('./errands-service.js');

/** The errands as a process of their own. */
await startService({
  name: 'errands',
  title: '任务 Errands',
  description: '',
  module: process.argv.includes('--ticking') ? TickingErrandsModule : ErrandsModule,
});
