import '#runtime/source-maps';

const { startService } = await import('#runtime');
const { ExampleModule } = await import('./example.module.js');

/** The example as a process of its own; its module needs no database. */
await startService({ name: 'example', title: '示例 Example', description: '', module: ExampleModule });
