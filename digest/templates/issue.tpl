{{%AUTOESCAPE context="HTML"}}
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{SUBJECT}}</title>
<style>
body { margin: 0; padding: 0; background: #f4f1ea; color: #1c1a17; }
a { color: #7a2e12; }
.sheet { background: #fffdf8; }
.soft { color: #5b554c; }
.rule { border-top: 1px solid #d8d2c4; }
.button { border: 1px solid #b8ae9a; border-radius: 3px; color: #1c1a17; }
@media (prefers-color-scheme: dark) {
body { background: #131210 !important; color: #ece7dc !important; }
.sheet { background: #1d1b18 !important; color: #ece7dc !important; }
a { color: #f0a583 !important; }
.soft { color: #b3aa9b !important; }
.rule { border-top-color: #3a362f !important; }
.button { border-color: #5b554c !important; color: #ece7dc !important; }
}
@media (max-width: 480px) {
.edge { padding-left: 16px !important; padding-right: 16px !important; }
}
</style>
</head>
<body>
<div role="main">
<div style="display:none;max-height:0;overflow:hidden">{{ABOUT}}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td align="center" style="padding:16px 0">
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:640px;font-family:Georgia,'Times New Roman',serif;font-size:16px;line-height:1.5">
<tr><td class="edge" align="center" style="padding:24px 32px 8px 32px">
<h1 style="margin:0;font-size:30px;line-height:1.5"><a href="{{SITE}}" style="font-weight:bold;text-decoration:none">Broadsheet</a></h1>
<div class="soft" style="font-size:14px">{{ISSUE}} &middot; {{ABOUT}}</div>
</td></tr>
{{#PAPER}}
<tr><td class="edge rule" style="padding:20px 32px;border-top:1px solid #d8d2c4">
<h2 style="margin:0 0 4px 0;font-size:20px;line-height:1.3"><a href="{{OPEN_URL}}" style="text-decoration:none">{{TITLE}}</a></h2>
<div class="soft" style="font-size:14px">{{AUTHORS}}{{#CATEGORIES}} &middot; {{CATEGORY_LIST}}{{/CATEGORIES}}</div>
{{#SUMMARY}}<p style="margin:8px 0">{{SUMMARY_TEXT}}</p>{{/SUMMARY}}
{{#REASON}}<div class="soft" style="font-size:14px;font-style:italic">{{REASON_TEXT}}</div>{{/REASON}}
<div style="padding-top:10px;font-size:14px;font-family:Helvetica,Arial,sans-serif">
<a class="button" href="{{SAVE_URL}}" style="display:inline-block;padding:6px 12px;margin:0 6px 6px 0;border:1px solid #b8ae9a;border-radius:3px;text-decoration:none">Save</a>
<a class="button" href="{{VOTE_URL}}" style="display:inline-block;padding:6px 12px;margin:0 6px 6px 0;border:1px solid #b8ae9a;border-radius:3px;text-decoration:none">Vote</a>
{{#CODE}}<a class="button" href="{{CODE_URL}}" style="display:inline-block;padding:6px 12px;margin:0 6px 6px 0;border:1px solid #b8ae9a;border-radius:3px;text-decoration:none">Code</a>{{/CODE}}
</div>
</td></tr>
{{/PAPER}}
{{#TRENDING}}
<tr><td class="edge rule" style="padding:20px 32px;border-top:1px solid #d8d2c4">
<h2 style="margin:0 0 8px 0;font-size:17px">Trending today</h2>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
{{#TREND}}<tr><td style="padding:4px 0"><a href="{{TREND_URL}}">{{TREND_TITLE}}</a><div class="soft" style="font-size:14px">{{TREND_AUTHORS}}</div></td></tr>
{{/TREND}}
</table>
</td></tr>
{{/TRENDING}}
<tr><td class="edge rule soft" style="padding:20px 32px 28px 32px;border-top:1px solid #d8d2c4;font-size:13px;font-family:Helvetica,Arial,sans-serif">
You get this because {{ADDRESS}} subscribed. <a href="{{VIEW_URL}}">Read it in the browser</a>, <a href="{{MANAGE_URL}}">change what and when</a>, or <a href="{{UNSUBSCRIBE_URL}}">unsubscribe</a>.
</td></tr>
</table>
</td></tr>
</table>
</div>
</body>
</html>
