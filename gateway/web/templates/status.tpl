{{%AUTOESCAPE context="HTML"}}
<header class="list-head">
<h1>Status</h1>
<p class="origin">{{SUMMARY}}</p>
</header>
{{#PROBLEMS}}<ul class="notice problems" aria-label="Problems">
{{#PROBLEM}}<li>{{PROBLEM_TEXT}}</li>
{{/PROBLEM}}</ul>{{/PROBLEMS}}
<section aria-labelledby="plots-title">
<h2 id="plots-title" class="hidden">Live</h2>
<div id="plots" class="plots">
<section class="plot"><h3>Requests a second</h3><p>&ndash;</p><svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><path/></svg></section>
<section class="plot"><h3>Time of a request</h3><p>&ndash;</p><svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><path/></svg></section>
<section class="plot"><h3>Papers taken a second</h3><p>&ndash;</p><svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><path/></svg></section>
<section class="plot"><h3>Events a second</h3><p>&ndash;</p><svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><path/></svg></section>
<section class="plot"><h3>Feed stands still for</h3><p>&ndash;</p><svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><path/></svg></section>
<section class="plot"><h3>Recommenders behind</h3><p>&ndash;</p><svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><path/></svg></section>
</div>
</section>
<div class="panels">
<section class="panel" aria-labelledby="houses-title">
<h2 id="houses-title" class="rail-title">Services</h2>
<table>
<thead><tr><th scope="col">Service</th><th scope="col">State</th><th scope="col" class="number">Answered in</th></tr></thead>
<tbody>
{{#HOUSE}}<tr><th scope="row">{{HOUSE_NAME}}</th><td><span class="{{HOUSE_CLASS}}">{{HOUSE_STATE}}</span></td><td class="number">{{HOUSE_LATENCY}}</td></tr>
{{/HOUSE}}
</tbody>
</table>
</section>
{{#PANEL}}
<section class="panel">
<h2 class="rail-title">{{PANEL_TITLE}}</h2>
<dl class="facts">
{{#FACT}}<div><dt>{{FACT_NAME}}</dt><dd>{{FACT_VALUE}}</dd></div>
{{/FACT}}
</dl>
</section>
{{/PANEL}}
</div>
