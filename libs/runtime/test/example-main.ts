import { startService } from '#runtime';
import { ExampleModule } from './example.module.js';

/** The example as a process of its own; its module needs no database. */
await startService({ name: 'example', title: '示例 Example', description: '', module: ExampleModule });
