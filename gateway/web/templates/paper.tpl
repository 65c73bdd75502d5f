{{%AUTOESCAPE context="HTML"}}
<article class="paper">
<header class="paper-head">
<ul class="chips" aria-label="Categories">
{{#CATEGORY}}<li><a class="chip" href="{{CATEGORY_URL}}" title="{{CATEGORY_ID}}">{{CATEGORY_NAME}}</a></li>
{{/CATEGORY}}
</ul>
<h1>{{TITLE}}</h1>
{{#AUTHORS}}
<p class="authors">{{#AUTHOR}}<a href="{{AUTHOR_URL}}">{{AUTHOR_NAME}}</a>{{#AUTHOR_separator}}, {{/AUTHOR_separator}}{{/AUTHOR}}{{#OTHERS}} {{OTHERS_TEXT}}{{/OTHERS}}</p>
{{/AUTHORS}}
<p class="dateline">{{DATELINE}}</p>
</header>
{{#WITHDRAWN}}<p class="notice"><strong>Withdrawn.</strong> The authors have withdrawn this paper; it is on no list any more.</p>{{/WITHDRAWN}}
<div class="paper-columns">
<section class="paper-text" aria-labelledby="abstract-title">
<h2 id="abstract-title" class="rail-title">Abstract</h2>
{{#PARAGRAPH}}<p>{{PARAGRAPH_TEXT}}</p>
{{/PARAGRAPH}}
{{#NO_ABSTRACT}}<p class="muted">This record has no abstract.</p>{{/NO_ABSTRACT}}
{{#COMMENT}}<p class="comment"><span class="comment-label">Authors&rsquo; note.</span> {{COMMENT_TEXT}}</p>{{/COMMENT}}
</section>
<aside class="paper-side" aria-label="About this paper">
{{>ACTIONS}}
{{#SIGN_IN_HINT}}<p class="muted"><a href="{{SIGN_IN_URL}}">Sign in</a> to vote and save.</p>{{/SIGN_IN_HINT}}
<ul class="links">
{{#LINK}}<li><a href="{{LINK_URL}}" rel="external noopener">{{LINK_NAME}}</a></li>
{{/LINK}}
<li><a href="{{MARKDOWN_URL}}">Markdown</a></li>
</ul>
<dl class="facts">
{{#FACT}}<div><dt>{{FACT_NAME}}</dt><dd>{{FACT_VALUE}}</dd></div>
{{/FACT}}
</dl>
</aside>
</div>
</article>
{{#SIMILAR}}
<section class="similar" aria-labelledby="similar-title">
<h2 id="similar-title" class="section-title">Similar papers</h2>
<div class="columns">
{{>STORY}}
</div>
</section>
{{/SIMILAR}}
