export default async function stopPlatform() {
  await globalThis.stopTestPlatform?.();
}
