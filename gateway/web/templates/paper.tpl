{{%AUTOESCAPE context="HTML"}}
<article class="paper">
<header class="paper-head">
<ul class="chips" aria-label="Categories">
{{#CATEGORY}}<li><a class="chip" href="{{CATEGORY_URL}}" title="{{CATEGORY_ID}}">{{CATEGORY_NAME}}</a></li>
{{/CATEGORY}}
</ul>
<h1>{{#TITLE}}{{#PART}}{{PART_TEXT}}{{#MATH}}<span class="math" data-tex="{{MATH_TEX}}">{{MATH_TEXT}}</span>{{/MATH}}{{/PART}}{{/TITLE}}</h1>
{{#AUTHORS}}
<p class="authors">{{#AUTHOR}}<a href="{{AUTHOR_URL}}">{{AUTHOR_NAME}}</a>{{#KNOWN}} <span class="known" title="Known here as {{KNOWN_AS}}">({{KNOWN_AS}})</span>{{/KNOWN}}{{#AUTHOR_separator}}, {{/AUTHOR_separator}}{{/AUTHOR}}{{#OTHERS}} {{OTHERS_TEXT}}{{/OTHERS}}</p>
{{/AUTHORS}}
<p class="dateline">{{DATELINE}}</p>
</header>
{{#MERGED}}<p class="notice">This record was found to be the same paper as <a href="{{MERGED_URL}}">{{MERGED_ID}}</a>.</p>{{/MERGED}}
{{#WITHDRAWN}}<p class="notice"><strong>Withdrawn.</strong> The authors have withdrawn this paper; it is on no list any more.</p>{{/WITHDRAWN}}
<div class="paper-columns">
<section class="paper-text" aria-labelledby="abstract-title">
{{#SUMMARY}}<p class="summary">{{SUMMARY_TEXT}}</p>{{/SUMMARY}}
<h2 id="abstract-title" class="rail-title">Abstract</h2>
{{#PARAGRAPH}}<p>{{#PART}}{{PART_TEXT}}{{#MATH}}<span class="math" data-tex="{{MATH_TEX}}">{{MATH_TEXT}}</span>{{/MATH}}{{/PART}}</p>
{{/PARAGRAPH}}
{{#NO_ABSTRACT}}<p class="muted">This record has no abstract.</p>{{/NO_ABSTRACT}}
{{#KEYWORDS}}<ul class="chips keywords" aria-label="Keywords">
{{#KEYWORD}}<li><a class="chip" href="{{KEYWORD_URL}}">{{KEYWORD_NAME}}</a></li>
{{/KEYWORD}}</ul>{{/KEYWORDS}}
{{#COMMENT}}<p class="comment"><span class="comment-label">Authors&rsquo; note.</span> {{COMMENT_TEXT}}</p>{{/COMMENT}}
</section>
<aside class="paper-side" aria-label="About this paper">
{{>ACTIONS}}
{{#WHY}}<details class="why"><summary>{{WHY_TEXT}}</summary>
<dl class="facts">{{#COMPONENT}}<div><dt>{{COMPONENT_NAME}}</dt><dd>{{COMPONENT_VALUE}}</dd></div>
{{/COMPONENT}}</dl></details>{{/WHY}}
{{#SIGN_IN_HINT}}<p class="muted"><a href="{{SIGN_IN_URL}}">Sign in</a> to vote, comment and keep what you save.</p>{{/SIGN_IN_HINT}}
<ul class="links">
{{#LINK}}<li><a href="{{LINK_URL}}" rel="external noopener">{{LINK_NAME}}</a></li>
{{/LINK}}
<li><a href="{{MARKDOWN_URL}}">Markdown</a></li>
</ul>
{{#RESOURCES}}<section aria-labelledby="resources-title"><h2 id="resources-title" class="rail-title">Code, models and data</h2>
<ul class="resources">
{{#RESOURCE}}<li><span class="resource-kind">{{RESOURCE_KIND}}</span> <a href="{{RESOURCE_URL}}" rel="external noopener nofollow">{{RESOURCE_NAME}}</a></li>
{{/RESOURCE}}</ul></section>{{/RESOURCES}}
<dl class="facts">
{{#FACT}}<div><dt>{{FACT_NAME}}</dt><dd>{{FACT_VALUE}}</dd></div>
{{/FACT}}
</dl>
{{#VERSIONS}}<details class="versions"><summary>{{VERSIONS_TITLE}}</summary>
<ul>{{#VERSION}}<li><a href="{{VERSION_URL}}" rel="external noopener">{{VERSION_NAME}}</a> {{VERSION_DAY}}</li>
{{/VERSION}}</ul></details>{{/VERSIONS}}
{{#CLAIM}}<p class="muted"><a href="{{CLAIM_URL}}">Is this paper yours?</a></p>{{/CLAIM}}
<details class="cite"><summary>Cite</summary>
<pre tabindex="0" aria-label="BibTeX"><code>{{BIBTEX:pre_escape}}</code></pre>
<p class="links"><a href="{{BIBTEX_URL}}">BibTeX</a> <a href="{{RIS_URL}}">RIS</a></p></details>
</aside>
</div>
</article>
{{>COMMENTS}}
{{#SIMILAR}}
<section class="similar" aria-labelledby="similar-title">
<h2 id="similar-title" class="section-title">Similar papers</h2>
<div class="columns">
{{>STORY}}
</div>
</section>
{{/SIMILAR}}
