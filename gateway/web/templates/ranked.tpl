{{%AUTOESCAPE context="HTML"}}
<header class="list-head">
<h1>{{HEADING}}</h1>
<p class="origin">{{ORIGIN}}</p>
{{#FOLLOW}}<form class="follow" method="post" action="{{FOLLOW_URL}}"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="target" value="{{FOLLOW_TARGET}}"><input type="hidden" name="next" value="{{NEXT}}"><button class="quiet" aria-pressed="{{FOLLOWING}}">{{FOLLOW_LABEL}}</button></form>{{/FOLLOW}}
{{#TOOLS}}<ul class="ways tools">{{#TOOL}}<li><a href="{{TOOL_URL}}">{{TOOL_NAME}}</a></li>
{{/TOOL}}</ul>{{/TOOLS}}
</header>
{{#DID_YOU_MEAN}}<p class="hint">Did you mean <a href="{{SPELLING_URL}}">{{SPELLING}}</a>?</p>{{/DID_YOU_MEAN}}
{{#SEARCH}}
<div class="search-tools">
<nav aria-label="Order"><ul>
{{#SORT}}<li><a href="{{SORT_URL}}" aria-current="{{SORT_CURRENT}}">{{SORT_NAME}}</a></li>
{{/SORT}}
</ul></nav>
<details class="query-help"><summary>What a search can say</summary>
<dl>
<div><dt><code>"graph neural network"</code></dt><dd>the words in this order</dd></div>
<div><dt><code>diffusion -image</code></dt><dd>without a word</dd></div>
<div><dt><code>bert OR gpt</code></dt><dd>either word</dd></div>
<div><dt><code>author:vaswani title:attention</code></dt><dd>in one field</dd></div>
<div><dt><code>cat:cs.CL</code> <code>cat:cs.*</code></dt><dd>of a category</dd></div>
<div><dt><code>year:2024</code> <code>date:2024-01..2024-06</code></dt><dd>of a time</dd></div>
<div><dt><code>has:code</code></dt><dd>with code</dd></div>
<div><dt><code>2407.21783</code></dt><dd>a paper by its id</dd></div>
<div><dt><a href="/match">a whole text</a></dt><dd>papers that are about it</dd></div>
</dl></details>
</div>
{{/SEARCH}}
{{#HINT}}<p class="hint">{{HINT_TEXT}} <a href="{{HINT_URL}}">{{HINT_LINK}}</a></p>{{/HINT}}
{{#FIELDS}}
<nav class="fields" aria-label="{{FIELDS_LABEL}}">
<ul>
{{#FIELD}}<li><a class="chip" href="{{FIELD_URL}}" aria-current="{{FIELD_CURRENT}}">{{FIELD_NAME}}</a></li>
{{/FIELD}}
</ul>
</nav>
{{/FIELDS}}
{{#OWN_SEARCH}}<form class="own-search" role="search" aria-label="{{FORM_LABEL}}" action="{{FORM_URL}}" method="get">
<label class="hidden" for="own-q">{{FORM_LABEL}}</label>
<input id="own-q" name="q" type="search" value="{{FORM_VALUE}}" maxlength="250" placeholder="{{FORM_LABEL}}" autocomplete="off" enterkeyhint="search">
<button>{{FORM_BUTTON}}</button>
</form>{{/OWN_SEARCH}}
{{#TEXT_FORM}}<form class="form match" action="{{FORM_URL}}" method="post">
<input type="hidden" name="csrf" value="{{CSRF}}">
<label for="match-text">{{FORM_LABEL}}</label>
<textarea id="match-text" name="text" rows="8" required maxlength="20000">{{FORM_VALUE:pre_escape}}</textarea>
<button class="primary">{{FORM_BUTTON}}</button>
</form>{{/TEXT_FORM}}
{{#EMPTY}}
<section class="empty">
<p class="empty-lead">{{EMPTY_LEAD}}</p>
<p>{{EMPTY_TEXT}}</p>
<ul class="ways">
{{#WAY}}<li><a href="{{WAY_URL}}">{{WAY_NAME}}</a></li>
{{/WAY}}
</ul>
</section>
{{/EMPTY}}
<div class="{{LIST_CLASS}}">
{{#FACETS}}<aside class="facets" aria-label="Narrow the search">
{{#FACET}}<section><h2 class="rail-title">{{FACET_NAME}}</h2>
<ul>{{#VALUE}}<li><a href="{{VALUE_URL}}">{{VALUE_NAME}}</a> <span class="muted">{{VALUE_COUNT}}</span></li>
{{/VALUE}}</ul></section>
{{/FACET}}</aside>{{/FACETS}}
<div class="ranked">
{{>STORY}}
</div>
{{>PAGER}}
</div>
