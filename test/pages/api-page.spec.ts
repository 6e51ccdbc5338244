// Budget: 20 s: a browser is started.
import type { Browser } from 'playwright-core';
import type { RunningService } from '#runtime';
import { startExample } from '../../libs/runtime/test/example-service.js';
import { launchBrowser } from './browser.js';

let service: RunningService;
let browser: Browser;
beforeAll(async () => {
  [service, browser] = await Promise.all([startExample('http://127.0.0.1:1'), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

it('the API page shows the routes under its content security policy, without a complaint of the browser', async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(`${service.url}/docs`);
  await page.getByText('/schools/{schoolCode}').first().waitFor();
  expect(complaints).toEqual([]);
});
