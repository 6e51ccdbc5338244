import { html } from './html.js';

describe('the page', () => {
  it('shows as text what a person typed, also where it looks like HTML', () => {
    const typed = `"><script>alert('1')</script>&`;
    expect(html`<input value="${typed}" />`.text).toBe(
      '<input value="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;" />',
    );
  });

  it('takes parts of pages, lists of them, and leaves out what is not there', () => {
    const names = [html`<b>𠮷</b>`, html`<b>𬎆</b>`];
    expect(html`<i>${names}${undefined}${false}</i>`.text).toBe('<i><b>𠮷</b><b>𬎆</b></i>');
  });
});
