{{%AUTOESCAPE context="HTML"}}
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{SUBJECT}}</title>
<style>
body { margin: 0; background: #f4f1ea; color: #1c1a17; }
.sheet { background: #fffdf8; }
a { color: #7a2e12; }
@media (prefers-color-scheme: dark) {
body { background: #131210 !important; color: #ece7dc !important; }
.sheet { background: #1d1b18 !important; color: #ece7dc !important; }
a { color: #f0a583 !important; }
}
</style>
</head>
<body>
<div role="main">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td align="center" style="padding:16px 0">
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:640px;font-family:Georgia,'Times New Roman',serif;font-size:16px;line-height:1.5">
<tr><td style="padding:24px 24px 28px 24px">
<h1 style="margin:0;font-size:26px;line-height:1.5"><a href="{{SITE}}" style="font-weight:bold;text-decoration:none">Broadsheet</a></h1>
{{#PARAGRAPH}}<p style="margin:14px 0">{{PARAGRAPH_TEXT}}</p>
{{/PARAGRAPH}}
{{#LINK}}<p style="margin:20px 0"><a href="{{LINK_URL}}" style="display:inline-block;padding:10px 18px;background:#7a2e12;color:#ffffff;border-radius:3px;text-decoration:none;font-family:Helvetica,Arial,sans-serif">{{LINK_LABEL}}</a></p>
<p style="margin:14px 0;font-size:13px">{{LINK_URL}}</p>{{/LINK}}
</td></tr>
</table>
</td></tr>
</table>
</div>
</body>
</html>
