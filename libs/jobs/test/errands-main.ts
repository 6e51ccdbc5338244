import '#runtime/source-maps';

const { startService } = await import('#runtime');
const { TickingErrandsModule } = await import('./errands-service.js');

/** The errands as a process of their own, which ticks. */
await startService({
  name: 'errands',
  title: '任务 Errands',
  description: '',
  module: TickingErrandsModule,
});
