// Budget: 30 s: a browser is unpacked and started.
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { TestService } from '#testing';
import { startLookup, verifyPath, visible } from '../../apps/certificate-lookup/test/lookup-service.js';
import { certificate, state } from '../../apps/certificate-lookup/test/published-certificate.js';
import { launchBrowser } from './browser.js';

const SCREENSHOTS = 'var/pages';
const valid = certificate({ identity: { name: '阿依·买买提' } });
const revoked = certificate({ status: 'REVOKED', statusAt: '2026-07-01T16:30:00.000Z' });

let lookup: TestService;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  [lookup, browser] = await Promise.all([startLookup(), launchBrowser()]);
  await lookup.receive(state(valid), state(revoked));
  await Promise.all([
    visible(lookup, valid.certificateNo),
    visible(lookup, revoked.certificateNo, 'REVOKED'),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await lookup?.close();
});

beforeEach(async () => {
  complaints = [];
  context = await browser.newContext({
    javaScriptEnabled: false,
    locale: 'zh-CN',
    viewport: { width: 1000, height: 900 },
  });
  page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
});
afterEach(() => context.close());

/** Tab by tab to a field or button, as one does without a mouse. */
async function tabTo(selector: string) {
  for (let presses = 0; presses < 20; presses++) {
    await page.keyboard.press('Tab');
    if (await page.locator(`${selector}:focus`).count()) return;
  }
  throw new Error(`The Tab key does not reach ${selector}`);
}

const screenshot = (name: string) => page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true });

describe('the lookup page, without JavaScript', () => {
  it('finds a valid certificate by its number and the name, with the keyboard only, and puts neither in the address', async () => {
    await page.goto(lookup.url);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await screenshot('zh-start');
    await tabTo('#byCertificate-certificateNo');
    await page.keyboard.type(valid.certificateNo);
    await page.keyboard.press('Tab');
    await page.keyboard.insertText('阿依•买买提');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#result');
    expect(await page.title()).toBe('证书有效 – 毕业证书查询');
    expect(await page.locator('#result').innerText()).toContain('按照大学专科学历毕业生享受同等待遇');
    expect(await page.locator('#result').innerText()).toContain('前公布的数据为准');
    expect(await page.content()).not.toContain('买买提');
    expect(page.url()).toBe(`${lookup.url}/verify?lang=zh`);
    expect(await page.locator('#result:focus').count()).toBe(1);
    await screenshot('zh-valid');
  });

  it('finds it by the ID number and the name, in English', async () => {
    await page.goto(`${lookup.url}/`);
    await page.getByRole('link', { name: 'English' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.locator('#byIdNumber-idNumber').fill(valid.identity.idNumber);
    await page.locator('#byIdNumber-name').fill('阿依·买买提');
    await page
      .locator('section', { has: page.locator('#byIdNumber-heading') })
      .getByRole('button')
      .click();
    expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toBe(
      'The certificate is valid',
    );
    expect(await page.content()).not.toContain(valid.identity.idNumber);
    expect(page.url()).toBe(`${lookup.url}/verify?lang=en`);
    await screenshot('en-valid');
  });

  it('says that a certificate was revoked and on which day in China, as a QR code would ask', async () => {
    await page.goto(lookup.url + verifyPath(revoked.certificateNo, '王小明'));
    const result = await page.locator('#result').innerText();
    expect(result).toContain('证书已撤销');
    expect(result).toContain('2026年7月2日');
    await screenshot('zh-revoked');
  });

  it('tells what is wrong with the form, field by field, and keeps what was typed', async () => {
    await page.goto(`${lookup.url}/?lang=zh`);
    await page.locator('#byIdNumber-idNumber').fill('110105194912310021');
    await page.locator('#byIdNumber-name').press('Enter');
    const summary = page.getByRole('alert');
    expect(await summary.innerText()).toContain('证件号码有误，请逐位核对');
    expect(await summary.innerText()).toContain('请填写姓名');
    const field = page.locator('#byIdNumber-idNumber');
    expect(await field.inputValue()).toBe('110105194912310021');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const describedBy = (await field.getAttribute('aria-describedby'))!.split(' ');
    for (const id of describedBy) expect(await page.locator(`#${id}`).count()).toBe(1);
    await screenshot('zh-errors');
    await page.getByRole('link', { name: '请填写姓名' }).click();
    expect(page.url()).toContain('#byIdNumber-name');
  });

  it('does not tell which factor was wrong', async () => {
    await page.goto(lookup.url + verifyPath(valid.certificateNo, '王小红'));
    const wrongName = await page.locator('#result > p:not(.as-of)').allInnerTexts();
    await page.goto(lookup.url + verifyPath('2026500000S001377777', '阿依·买买提'));
    expect(await page.locator('#result > p:not(.as-of)').allInnerTexts()).toEqual(wrongName);
    expect(await page.title()).toContain('未查到证书');
  });

  it('fits a telephone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(lookup.url + verifyPath(valid.certificateNo, '阿依·买买提'));
    const box = await page.locator('main').boundingBox();
    expect(box!.width).toBeLessThanOrEqual(320);
    await screenshot('zh-telephone');
  });

  it('labels every field, and nothing on it breaks its own security policy', async () => {
    await page.goto(`${lookup.url}/?lang=en`);
    for (const field of await page.locator('input').all()) {
      const id = await field.getAttribute('id');
      expect(await page.locator(`label[for="${id}"]`).count()).toBe(1);
    }
    expect(complaints).toEqual([]);
  });
});
