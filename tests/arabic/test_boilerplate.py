"""What leaves a body: page chrome, sign-offs, datelines; and what must stay."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.arabic.boilerplate import Stripped, rebuild, strip_boilerplate
from newscrawl.arabic.learned_boilerplate import line_key
from newscrawl.arabic.phrases import load_lexicon, words_of

if TYPE_CHECKING:
    from pathlib import Path

LEAD = "أعلن مجلس المدينة، اليوم الاثنين، عن إطلاق مشروع لتجديد شبكة الإنارة العمومية في الأحياء القديمة."
MIDDLE = "وأوضح رئيس المجلس أن الأشغال ستنطلق في بداية الشهر المقبل، على أن تكتمل قبل نهاية السنة الجارية."
CLOSE = "وكانت جمعيات محلية قد طالبت بتحسين الإنارة بعد تكرار حوادث السير ليلا في محيط المدارس."
BODY = [LEAD, MIDDLE, CLOSE]
TITLE = "تجديد شبكة الإنارة العمومية"
HEADLINE = "مجلس المدينة يصادق على ميزانية السنة المقبلة"
OTHER_HEADLINE = "سقوط أمطار غزيرة على مدن الشمال"


def strip(paragraphs: list[str], **page: str) -> Stripped:
    """Strip, and check that everything taken out is accounted for."""
    stripped = strip_boilerplate(paragraphs, **page)
    assert rebuild(stripped.kept, stripped.removals) == paragraphs
    for removal in stripped.removals:
        assert removal.text == paragraphs[removal.position][removal.start : removal.end]
        assert removal.kind
        assert removal.rule
    return stripped


AT_THE_HEAD = [
    ["0"],
    ["0", "125", "3 دقائق قراءة"],
    ["شارك", "فيسبوك", "تويتر", "واتساب", "تيليغرام", "نسخ الرابط", "طباعة"],
    ["فيسبوك تويتر واتساب 12 طباعة"],
    ["Facebook", "Twitter", "WhatsApp", "Email"],
    ["الرئيسية / مجتمع / أخبار جهوية", "كتب: يوسف بنعلي", "الاثنين 24 أغسطس 2020 - 09:23", "1254 مشاهدة", "0 تعليق"],
    ["كتب: يوسف بنعلي | الاثنين 24 أغسطس 2020 | 09:23 صباحا | 0 تعليق"],
    ["يوسف بنعلي | 24 أغسطس 2020"],
    ["نشر في: 12 مارس 2021، الساعة 10:30"],
    ["آخر تحديث: منذ 3 ساعات"],
    ["منذ 31 دقيقة", "مشاركة"],
    ["تكبير الخط", "تصغير الخط", "حجم الخط", "A+", "A-", "إرسال لصديق"],
    ["استمع إلى المقال", "وقت القراءة: 2 دقيقة", "دقيقتان للقراءة"],
    ["الرئيسية", "سياسة", "اقتصاد", "رياضة", "اتصل بنا"],
    ["صورة أرشيفية"],
    ["بقلم: سارة المهدي"],
    ["بقلم:", "سارة المهدي"],
    ["© وكالة المثال / أحمد علوي"],
    ["رئيس التحرير"],
    ["صحيفة الجبل ـ نشر في 2020/02/29 الساعة 11:47"],
    ["آخر تحديث 2023-03-28 10:20:00 - المصدر: وكالات"],
    ["تحرير من طرف سارة المهدي في 05/03/2024 على الساعة 11:20"],
    ["الأربعاء - 24 شعبان 1445 هـ - 05 مارس 2024 مـ رقم العدد [16626]"],
    ["نشر في صوت الجبل يوم 05 - 03 - 2024"],
    ["سارة المهدي • 5 مارس 2024", "حوار وتصوير: يوسف بنعلي", "مادة إعلانية", "* * *"],
    ["قراءة: 3 د, 12 ث", "صورة من: picture alliance", "(ح.م)"],
    ["قراءة في دقيقتين", "حجم الخط أ+ أ-", "أ- أ أ+", "استمع إلى هذا الخبر"],
    ["سجّل إعجابك بصفحتنا على فيسبوك لتحصل على المزيد"],
    ["تم إنشاء هذا الملخص بواسطة الذكاء الاصطناعي"],
    ["أنت هنا: الرئيسية", "العدد 4512", "المحرر السياسي"],
    ["ع ع ع", "القراء: 213", "حفظ", "مشاركة", "استماع"],
    ["نشكر لكم اهتمامكم وقراءتكم لخبر تجديد شبكة الإنارة في موقعنا والآن مع التفاصيل الكاملة"],
]
AT_THE_TAIL = [
    ["انقر هنا لقراءة الخبر من مصدره."],
    ["(إعداد أحمد محمد للنشرة العربية - تحرير سها جادو)"],
    ["ظهرت المقالة أسعار النفط أولاً على اليمن اليوم."],
    ["حمل تطبيق الشرق الآن"],
    ["تحرير من طرف كنزة بنجلون"],
    ["اترك رد", "لن يتم نشر عنوان بريدك الإلكتروني."],
    [
        "اترك تعليقاً",
        "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
        "التعليق *",
        "الاسم *",
        "البريد الإلكتروني *",
        "الموقع الإلكتروني",
        "احفظ اسمي، بريدي الإلكتروني، والموقع الإلكتروني في هذا المتصفح لاستخدامها المرة المقبلة في تعليقي.",
        "إرسال التعليق",
    ],
    ["التعليقات (3)", "لا توجد تعليقات", "كن أول من يعلق على هذا الخبر"],
    ["شارك هذا الموضوع:", "فيسبوك", "طباعة", "معجب بهذه:", "إعجاب تحميل...", "مرتبط"],
    ["انقر للمشاركة على فيسبوك (فتح في نافذة جديدة)"],
    ["مقالات ذات صلة", HEADLINE, OTHER_HEADLINE, "لماذا ترتفع أسعار الخضر في كل صيف؟", "اترك تعليقاً"],
    ["المقال السابق", OTHER_HEADLINE, "المقال التالي", HEADLINE],
    ["الوسوم", "المغرب", "الإنارة العمومية", "مجلس المدينة"],
    ["الكلمات الدلالية: المغرب، الإنارة العمومية، مجلس المدينة"],
    ["#المغرب #الإنارة_العمومية #مجلس_المدينة"],
    ["تابعونا على فيسبوك وتويتر"],
    ["انضم إلى قناتنا على تلغرام لمتابعة آخر الأخبار"],
    ["تابعوا أخبار المدينة عبر Google News"],
    ["لمتابعة أخبارنا أولا بأول اضغط هنا", "اشترك في نشرتنا البريدية ليصلك كل جديد"],
    ["جميع الحقوق محفوظة © 2024 صحيفة المثال"],
    ["© 2024 Example News. All rights reserved."],
    ["تصوير: أحمد علوي"],
    ["للتواصل مع الكاتب:", "writer@example.com"],
    ["الآراء الواردة في هذا المقال لا تعبر بالضرورة عن رأي الصحيفة وإنما عن رأي صاحبها."],
    [
        "ملحوظة: مضمون هذا الخبر تم كتابته بواسطة صحيفة المثال ولا يعبر عن وجهة نظر الموقع وإنما تم نقله "
        "بمحتواه كما هو من صحيفة المثال ونحن غير مسئولين عن محتوى الخبر والعهدة على المصدر."
    ],
    ["كانت هذه تفاصيل تجديد شبكة الإنارة العمومية نتمنى أن نكون قد وفقنا في إعطائك المعلومات الكاملة."],
    ["نستخدم ملفات تعريف الارتباط لتحسين تجربتك في الموقع، وباستمرارك في التصفح فأنت توافق على ذلك.", "قبول"],
    ["جاري التحميل...", "تحميل المزيد"],
    ["المصدر:", "العربي الجديد"],
    ["(أبوظبي - البيان)"],
    ["(أبوظبي - البيان)", "(أبوظبي - البيان)"],
    ["أخبار ذات صلة", HEADLINE, "12 مارس 2021", "رحيل فنان كبير", "منذ ساعتين", OTHER_HEADLINE],
    ["آخر تحديث:", "تابعوا آخر أخبار صحيفة المثال"],
    ["عذراً التعليقات مغلقة"],
    ["قيم هذا المقال", "هل أعجبك الخبر؟", "أبلغ عن خطأ"],
    ["مقالات وأخبار مرتبطة", HEADLINE],
    ["رابط قصير: https://example.com/?p=12"],
    ["انقر هنا للاشتراك بخدمة الأخبار العاجلة"],
    ["لا تنس الاشتراك في قناتنا على يوتيوب"],
    ["مرسلة بواسطة سارة المهدي", "التسميات: مجتمع", "كتابة مدونة حول هذه المشاركة", "رسالة أقدم"],
    ["س.ع"],
    ["❤️ 12 💬 3"],
    ["=========== ع.غ."],
    ["ع م/ ر ق 05/03/2024 11:20"],
    ["وام/سارة المهدي/يوسف بنعلي"],
    ["#المغرب", "#الإنارة #المدارس"],
    ["تابعوا أخبار المدينة على", "====", "لا تنسوا الإعجاب بصفحتنا"],
    ["5/5 - (3 أصوات)", "قيّم هذه المقالة", "الصفحة 1 من 3"],
    ["تنويه: المقالات المنشورة تعبر عن رأي كتابها", "حقوق الملكية محفوظة"],
    ["الكلمات الدالة: إنارة، مدارس", "موضوعات مرتبطة", HEADLINE],
    ["مقالات أخرى للكاتب", HEADLINE, OTHER_HEADLINE],
    ["© 2024 AFP"],
    ["(إعداد سارة المهدي - تحرير يوسف بنعلي)"],
    ["(تغطية صحفية للنشرة العربية سارة المهدي - تحرير يوسف بنعلي)"],
    ["انتهى/25ح"],
    ["// انتهى //14:22ت م 0145"],
    ["نقلا عن صحيفة المثال"],
    ["* كاتب وباحث من المغرب"],
    ["أستاذ العلوم السياسية بجامعة المدينة *"],
    ["الخبر السابق: سقوط أمطار غزيرة", "« السابق", "التالي »"],
    ["0 تعليقات", "الاسم:", "البريد:", "التعليق:", "أرسل"],
    ["لإضافة تعليق يجب تسجيل الدخول", "عدد الأحرف المسموح بها 500", "سيتم نشر التعليق بعد مراجعته"],
    ["ما رأيك في هذا الخبر؟ شاركنا في التعليقات"],
    ["حمّل تطبيق المثال من متجر آبل", "حمّل التطبيق من غوغل بلاي"],
    ["تاغات: مدارس، إنارة", "نُشر في العدد 4512"],
    ["شاركها فيسبوك X لينكدإن Tumblr بينتيريست Reddit VKontakte مشاركة عبر البريد طباعة"],
    ["0"],
    ["متوسط التقييم 4.5 / 5. عدد الأصوات: 12", "لا توجد أصوات حتى الآن!"],
    ["نشر أولا على موقع المثال"],
    ["أعجبني 3 أغضبني 0 أحزنني 1"],
    ["قيم الخبر: ★★★★★ (متوسط 4.2 من 31 صوتا)"],
]
AMID_THE_PROSE = [
    [f"اقرأ أيضا: {HEADLINE}"],
    [f"اقرأ أيضاً | {HEADLINE}"],
    ["اقرأ أيضاً:", HEADLINE],
    [f"شاهد أيضا: {HEADLINE}"],
    ["إعلان"],
    ["Advertisement"],
    ["تابعوا قناتنا على واتساب لمتابعة آخر الأخبار لحظة بلحظة"],
    ["صدر الصورة، Getty Images", "التعليق على الصورة، عمال البلدية يصلحون عمودا كهربائيا"],
    ["شارك", "فيسبوك", "تويتر"],
    ["السابق", "التالي"],
    ["هل تسمح بعرض المحتوى من Google YouTube؟", "المحتوى غير متاح", "نهاية يوتيوب مشاركة"],
    ["تحذير: بي بي سي غير مسؤولة عن محتوى المواقع الخارجية. المحتوى من يوتيوب قد يتضمن إعلانات"],
    ["مدة الفيديو 02 minutes 31 seconds 02:31"],
    ["pic.twitter.com/abcd"],
    ["تصوير: محمد علي"],
    ["انضم إلى أكثر من 40 ألف مشترك واحصل على ملخص الأسواق كل صباح."],
    ["هل أعجبك المقال؟ شاركه مع أصدقائك"],
    ["شارك هذا الخبر مع أصدقائك"],
    ["📢 تابعوا قناة المدينة نيوز على واتساب لمتابعة آخر المستجدات"],
    ["[ad_1]"],
    ["يستمر المقال بعد الإعلان"],
    ["تابع قناة المثال على واتساب"],
    [f"ذات صلة: {HEADLINE}"],
    [f"لا يفوتك: {HEADLINE}"],
    ["https://www.youtube.com/watch?v=abc123"],
    ["[embed]https://youtu.be/abc123[/embed]"],
    ["عدسة: أحمد علوي"],
    ["عمال في الميناء القديم (أرشيف)"],
    ["محتوى ترويجي"],
    ['[gallery ids="12,13" size="large"]'],
]


@pytest.mark.parametrize("chrome", AT_THE_HEAD)
def test_chrome_at_the_head_leaves(chrome: list[str]) -> None:
    stripped = strip([*chrome, *BODY])
    assert stripped.kept == BODY
    assert [removal.position for removal in stripped.removals] == list(range(len(chrome)))


@pytest.mark.parametrize("chrome", AT_THE_TAIL)
def test_chrome_at_the_tail_leaves(chrome: list[str]) -> None:
    assert strip([*BODY, *chrome]).kept == BODY


@pytest.mark.parametrize("chrome", AMID_THE_PROSE)
def test_sure_chrome_leaves_from_amid_the_prose(chrome: list[str]) -> None:
    assert strip([LEAD, *chrome, MIDDLE, CLOSE]).kept == BODY


FAITHFUL = {
    "words that chrome has too": [
        LEAD,
        "ظهرت المقالة في صحيفة محلية أولا، ثم نقلتها المواقع.",
        "حمل تطبيق القانون على الجميع السلطات على إغلاق الورشة.",
        "نهاية الموسم كانت حزينة على المشجعين.",
        CLOSE,
    ],
    "a conjunction is no agency": [LEAD, "ومع ذلك، يرى السكان أن المشروع تأخر كثيرا.", "ومع ذلك"],
    "they followed": [
        LEAD,
        "تابعوا المباراة من المدرجات على فيسبوك، وفق شهود عيان حضروا اللقاء.",
        "تابعوا: «لن نقبل بهذا القرار أبدا».",
        "تابعوا أخبار المعارك عبر تويتر طوال الليل.",
        CLOSE,
    ],
    "a man's name": ["قال بنا إن الأمر صعب على الجميع.", LEAD, "بنا"],
    "a source inside a sentence": [
        "وقالت وكالة الأنباء الألمانية (د.ب.أ) إن الوفد غادر المدينة.",
        LEAD,
        "ونقلت الخبر وكالة الأنباء الألمانية (د.ب.أ).",
    ],
    "words that are markers too": [
        "خاص هذا المقال في تفاصيل دقيقة عن الموضوع.",
        "لقاء خاص",
        LEAD,
        "متابعة دقيقة",
        "مواقع",
        MIDDLE,
        "محافظة قنا",
    ],
    "a city that is an agency too": ["قنا - مدينة في صعيد مصر تعرف بأسواقها القديمة.", LEAD],
    "a list of networks": [LEAD, "وجاء ترتيب التطبيقات كالتالي:", "فيسبوك", "واتساب", "تويتر", CLOSE],
    "a list of networks that ends the text": [LEAD, "وجاء ترتيب التطبيقات كالتالي:", "فيسبوك", "واتساب"],
    "numbered parts": [
        "1",
        "المدينة الأولى هي فاس العريقة كما يراها زوارها.",
        "2",
        "المدينة الثانية هي مراكش الحمراء.",
    ],
    "a timeline": ["5 مارس 2020", "سجلت البلاد أول إصابة بالفيروس.", "20 مارس 2020", "أعلنت السلطات حالة الطوارئ."],
    "subheads": [LEAD, "رحلة غير عادية", MIDDLE, "المصادر", CLOSE, "الفيديو", LEAD],
    "questions and answers": ["كيف بدأت القصة؟", LEAD, "وماذا بعد؟", MIDDLE, "الحل", CLOSE],
    "numbers in a table": [LEAD, "سعر الصرف", "10.5", "11.2", MIDDLE],
    "verbs that open calls": [
        "شارك آلاف المواطنين في المسيرة التي جابت شوارع المدينة.",
        "اشترك في البطولة عشرون لاعبا من دول مختلفة.",
        "حمل التطبيق اسم المدينة القديمة",
        "سجل اللاعب هدفين في قناة المحترفين.",
        MIDDLE,
        "شارك في الندوة عدد من الباحثين",
    ],
    "verbs that open bylines": [
        "كتب الرئيس على حسابه في تويتر أن الزيارة كانت ناجحة.",
        "بقلم رصاص صغير رسم الطفل بيتا كبيرا.",
    ],
    "dates in sentences": [
        "الأحد 5 مارس 2023 كان يوما لا ينسى في حياة المدينة.",
        "منذ عشر سنوات وهو يكتب عنها ولا يمل.",
    ],
    "captions that are prose": ["الصورة: هكذا يلخص الفنان علاقته بالعالم، فهي عنده لغة كاملة.", MIDDLE],
    "notices as a subject": [
        "حقوق النشر في العالم العربي ما زالت محل جدل واسع بين الناشرين والكتاب.",
        "ملفات تعريف الارتباط هي ملفات صغيرة تخزنها المواقع في متصفح المستخدم.",
    ],
    "a source that speaks": [LEAD, "المصدر قال إن الأمر لا يتعدى شائعة.", "المصدر: «لا علم لنا بأي اتفاق»"],
    "a list of numbers above chrome": [LEAD, MIDDLE, "ضمت القائمة الأرقام التالية", "10682948", "10729933", "10222705"],
    "a call in reported speech": [f"{LEAD} انضم إلينا هنا في الشمال، وإن لم تقدر فساعد من بعيد. هكذا كتب أحدهم."],
    "what a traveller saw": [f"{LEAD} شاهد «الكثير من الناس، بعضهم يعتمر الطربوش والبعض الآخر يضع الطاقية»."],
    "openings of notices": [
        LEAD,
        "الآراء الواردة في الكتاب جريئة ولا تشبه غيرها.",
        "المزيد من الضحايا سقطوا في اليوم التالي",
        "كتب الوزير في حسابه أمس",
    ],
    "a subhead with a hashtag": [LEAD, MIDDLE, "#نافذة:"],
    "the end of a table of votes": [LEAD, MIDDLE, "وجاءت النتائج كالتالي:", "سارة المهدي", "120 صوت", "يوسف", "80 صوت"],
    "remarks of the author": [
        LEAD,
        "ملاحظة: أسماء الأشخاص في هذه القصة مستعارة بطلب منهم.",
        MIDDLE,
        "تنويه: يعرض الفيلم مرة واحدة، والدخول بالدعوات.",
    ],
    "an appeal that is reported": [LEAD, "تابعوا المسيرة من شرفات المنازل على", "طول الشارع حتى المساء."],
    "what the desk may have named": [
        "حوار وتصوير حي في قلب المدينة القديمة.",
        MIDDLE,
        "مادة إعلانية قديمة في المتحف",
        CLOSE,
    ],
    "an end in quotes": [LEAD, "وختم بقوله: «انتهى»."],
    "addresses that the author gives": [LEAD, "للمزيد من المعلومات:", "www.example.com/visit"],
    "calls that somebody made": [
        LEAD,
        "اشتركوا معنا في حملة التبرع بالدم، كان نداء الطبيب عبر المذياع.",
        "شاهد: قال القاضي، ثم نادى على الرجل الواقف في آخر القاعة.",
        "ذات صلة: كلمة يكررها المحامون كلما أعيتهم الحجة.",
        MIDDLE,
    ],
    "notices that are told of": [
        LEAD,
        "جميع الحقوق محفوظة، عبارة لا تحمي أحدا في زمن القرصنة.",
        "كل موقع يكتب في آخر صفحته «جميع الحقوق محفوظة».",
        "كانت هذه تفاصيل الليلة الأخيرة كما رواها الجيران.",
        CLOSE,
    ],
    "addresses amid the prose": [LEAD, "https://example.com/visit", "زوروا https://youtu.be/abc للمزيد", MIDDLE],
    "words that other sites put over tags": [LEAD, MIDDLE, CLOSE, "علامات: صداع وغثيان وحمى"],
    "a wish that an aggregator has too": [LEAD, MIDDLE, "نتمنى أن نكون قد وفقنا في خدمة الوطن، قال اللاعب.", CLOSE],
    "a question that a form asks too": [LEAD, MIDDLE, CLOSE, "ما رأيك في هذا الخبر؟ سأل المذيع ضيفه."],
    "a paper's name that is a word": ["الراية - رفعها الجنود فوق القلعة.", LEAD, MIDDLE, CLOSE],
    "lists of things": [LEAD, "علامات: لون داكن وطعم حلو", MIDDLE, "مواضيع: الحب والحرب، تلك دواوينه كلها.", CLOSE],
    "a bracket of the author": [LEAD, f"{CLOSE} (إعداد الطعام يبدأ مع الفجر)"],
    "labels that explain": [
        "أنت هنا: عبارة كتبت بخط كبير على خريطة المتحف.",
        LEAD,
        "موضوع متصل: البطالة.",
        MIDDLE,
        "علامات: خمس نقاط من ست مباريات.",
    ],
    "a bracket that is no signature": [LEAD, MIDDLE, "كتبها لأمه وحدها. (ترجمة لا تكفي)"],
    "a year that ended": [LEAD, MIDDLE, "انتهى 2023"],
    "a question with a star": [LEAD, "* كاتب أنت أم شاعر؟", MIDDLE],
    "an introduction with a colon": ["الرباط: مدينة تنام باكرا، وتستيقظ على صوت البحر كل صباح.", MIDDLE],
}


@pytest.mark.parametrize("paragraphs", FAITHFUL.values(), ids=FAITHFUL.keys())
def test_the_authors_words_stay(paragraphs: list[str]) -> None:
    stripped = strip(paragraphs)
    assert stripped.kept == paragraphs
    assert stripped.agencies == []


def test_a_link_that_runs_on_behind_a_sentence_leaves_its_paragraph() -> None:
    stripped = strip([f"{LEAD} اقرأ أيضا: {HEADLINE}", MIDDLE, f"{CLOSE} تابعونا على فيسبوك وتويتر"])
    assert stripped.kept == BODY
    assert [removal.kind for removal in stripped.removals] == ["related", "follow"]
    prose = [f"{LEAD} اقرأ أيضا ما كتبه الشعراء عن المدينة، فستجد فيه صورة أخرى تماما."]
    assert strip(prose).kept == prose


def test_what_signs_a_paragraph_leaves_it() -> None:
    for end in (
        f" طالع أيضا: {HEADLINE}",
        " (إعداد سارة المهدي)",
        " المصدر: رويترز",
        " / س.م",
        " س.ع/م.ح",
        " ...المزيد",
        " للمزيد »",
    ):
        assert strip([LEAD, MIDDLE, CLOSE + end]).kept == BODY, end
    for end in (" المصدر: لا أحد يعلم", " (تحرير الأسعار)", " وهذا هو المزيد"):
        assert strip([LEAD, MIDDLE, CLOSE + end]).kept == [LEAD, MIDDLE, CLOSE + end], end


def test_headlines_around_a_body_stay_but_hide_no_chrome() -> None:
    page = [HEADLINE, "الاثنين 24 أغسطس 2020", *BODY, "0 تعليق", OTHER_HEADLINE]
    assert strip(page).kept == [HEADLINE, *BODY, OTHER_HEADLINE]


def test_an_article_about_comment_forms_keeps_its_words() -> None:
    paragraphs = [
        "تظهر عبارة «اترك رد» أسفل كل مقال في المواقع الإخبارية العربية.",
        "لن يتم نشر عنوان بريدك الإلكتروني، هكذا تقول العبارة التي يقرؤها الملايين كل يوم قبل كتابة تعليقاتهم.",
        "«اترك رد» عبارة لا يلتفت إليها أحد.",
        "اترك رد",
        "هذا أشهر عنوان في الصحافة العربية على الإنترنت، ولا أحد يعرف من كتبه أول مرة.",
    ]
    stripped = strip([*paragraphs, "اترك رد", "لن يتم نشر عنوان بريدك الإلكتروني."], title="حكاية عبارة «اترك رد»")
    assert stripped.kept == paragraphs


def test_a_poem_keeps_its_first_verse_that_is_its_title_too() -> None:
    poem = ["يا ليل طل أو لا تطل", "لا بد لي أن أسهرك", "لو بات عندي قمري", "ما بت أرعى قمرك"]
    assert strip(poem, title=poem[0]).kept == poem


def test_what_repeats_the_page_leaves() -> None:
    stripped = strip(["سياسة", TITLE, "شارك", "منذ يومين", *BODY], title=TITLE)
    assert stripped.kept == BODY
    assert [removal.kind for removal in stripped.removals] == ["section", "title-repeat", "share", "date-line"]
    assert stripped.published_raw == "منذ يومين"
    assert strip(["يوسف بنعلي - الرباط", *BODY], byline="يوسف بنعلي").kept == BODY
    assert strip(["صحيفة المثال", *BODY], site_name="صحيفة المثال").kept == BODY


def test_another_articles_pager_before_the_headline_leaves_with_its_headline() -> None:
    head = [OTHER_HEADLINE, "السابق", "التالى", TITLE, "السياسية", "-", "منذ 31 دقيقة", "مشاركة"]
    assert strip([*head, *BODY], title=TITLE).kept == BODY


def test_a_standfirst_that_the_body_repeats_leaves_once() -> None:
    assert strip([LEAD, LEAD, MIDDLE], summary=LEAD).kept == [LEAD, MIDDLE]
    assert strip([LEAD, MIDDLE], summary=LEAD).kept == [LEAD, MIDDLE]


def test_subheads_under_a_related_label_stay() -> None:
    paragraphs = [LEAD, "اقرأ أيضا", "رحلة غير عادية", MIDDLE, CLOSE]
    assert strip(paragraphs).kept == [LEAD, "رحلة غير عادية", MIDDLE, CLOSE]


def test_bylines_and_dates_in_removed_lines_are_kept_as_facts() -> None:
    stripped = strip(["كتب: يوسف بنعلي | الاثنين 24 أغسطس 2020 | 0 تعليق", "تاريخ النشر: 12 مارس 2021", *BODY])
    assert stripped.byline == "كتب: يوسف بنعلي"
    assert stripped.published_raw == "تاريخ النشر: 12 مارس 2021"


def test_agencies_come_in_the_order_dateline_sign_off_byline() -> None:
    stripped = strip(["الرباط - و م ع", *BODY, "(أ ف ب، رويترز)"], byline="وكالات / د ب أ")
    assert stripped.agencies == ["MAP", "AFP", "REUTERS", "DPA"]
    assert stripped.dateline == "الرباط - و م ع"


def test_dateline_and_sign_off_may_cut_one_paragraph() -> None:
    stripped = strip([f"القاهرة (رويترز) - {LEAD} (رويترز)"])
    assert stripped.kept == [LEAD]
    assert [(removal.kind, removal.rule.rpartition("@")[2]) for removal in stripped.removals] == [
        ("dateline", "start"),
        ("sign-off", "end"),
    ]


def test_learned_lines_leave_only_near_the_ends() -> None:
    promo = "جريدتكم الأولى دائما في خدمة القراء الأوفياء"
    key = line_key(promo)
    assert key is not None
    learned = {key}
    assert strip_boilerplate([*BODY, promo], learned=learned).kept == BODY
    assert strip_boilerplate([*BODY, promo]).kept == [*BODY, promo]
    amid = [*BODY, LEAD, MIDDLE, promo, *BODY, LEAD, MIDDLE]
    stripped = strip_boilerplate(amid, learned=learned)
    assert stripped.kept == amid
    stripped = strip_boilerplate([*BODY, promo], learned=learned)
    assert [removal.kind for removal in stripped.removals] == ["learned"]
    assert stripped.unlearned == [*BODY, promo]


def test_a_learned_line_that_was_cut_before_leaves_once() -> None:
    line = "جريدتكم الأولى دائما في خدمة القراء الأوفياء. تابعونا على فيسبوك وتويتر"
    key = line_key(line)
    assert key is not None
    stripped = strip_boilerplate([*BODY, line], learned={key})
    assert rebuild(stripped.kept, stripped.removals) == [*BODY, line]
    assert [(removal.kind, removal.text) for removal in stripped.removals] == [("learned", line)]


def test_the_seed(corpus: Path) -> None:
    lines = (corpus / "seed.txt").read_text(encoding="utf-8").split("\n")
    title, *paragraphs = [line for line in lines if line.strip()]
    stripped = strip(paragraphs, title=title)
    assert len(stripped.kept) == 9
    assert stripped.agencies == ["MAP"]
    assert [(removal.text, removal.kind) for removal in stripped.removals] == [
        ("0", "counter"),
        ("و م ع/هـ", "sign-off"),
        ("اترك رد", "comment-form"),
        ("لن يتم نشر عنوان بريدك الإلكتروني.", "comment-form"),
    ]


def test_true_bodies_lose_nothing_but_the_publishers_prefix(corpus: Path) -> None:
    for path in sorted((corpus / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        stripped = strip(gold["body"], title=gold["title"])
        prefix = gold.get("publisher_prefix", "")
        assert "".join(removal.text for removal in stripped.removals).strip() in {"", prefix}, path.stem


def test_facts_that_are_sure_are_read(facts: Path) -> None:
    """Each phrase that is a whole line of chrome by itself leaves from the edge where the facts saw it."""
    rows = (facts / "boilerplate.tsv").read_text(encoding="utf-8").splitlines()[1:]
    kinds = {"comment-form", "share", "follow", "newsletter", "related"}
    missed = []
    for row in rows:
        phrase, kind, match, _, confidence = row.split("\t")
        if match == "exact-line" and confidence == "high" and kind in kinds and strip([*BODY, phrase]).kept != BODY:
            missed.append(phrase)
    assert missed == []


CHROME = [line for lines in (*AT_THE_HEAD, *AT_THE_TAIL, *AMID_THE_PROSE) for line in lines]
LINES = st.one_of(
    st.sampled_from(
        [*CHROME, *BODY, "", " ", "-", "12", "(أ ف ب)", "الرباط - و م ع", f"القاهرة (رويترز) - {LEAD} (رويترز)"]
    ),
    st.text(alphabet=" ابتمن0/-()«».:،|#\u0640\u064b\u200f\ud800\x00", max_size=60),
    st.text(max_size=60),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=16), st.one_of(st.none(), LINES))
def test_any_body_is_rebuilt_exactly(paragraphs: list[str], title: str | None) -> None:
    stripped = strip_boilerplate(paragraphs, title=title, byline=title, site_name=title, summary=title)
    assert rebuild(stripped.kept, stripped.removals) == paragraphs


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(BODY), min_size=1, max_size=6), st.lists(st.sampled_from(CHROME), max_size=8))
def test_stripping_twice_takes_nothing_more(body: list[str], chrome: list[str]) -> None:
    once = strip_boilerplate([*body, *chrome]).kept
    assert strip_boilerplate(once).kept == once


HOSTILE = {
    "one endless label": ["اقرأ أيضا " * 100_000],
    "one endless opening": ["الرباط - " * 110_000],
    "brackets": ["(" * 1_000_000],
    "stops": ["." * 1_000_000],
    "letters": ["و م ع / " * 120_000],
    "many buttons": ["شارك"] * 100_000,
    "many labels and fragments": ["الوسوم", "كلمة"] * 50_000,
    "many counters": ["كلمة", "0"] * 50_000,
    "many lists": ["وهذه قائمة طويلة بأسماء التطبيقات التي يستعملها الناس:", "فيسبوك"] * 50_000,
}


@pytest.mark.parametrize("paragraphs", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_costs_no_more_than_its_length(paragraphs: list[str]) -> None:
    start = time.process_time()
    stripped = strip_boilerplate(paragraphs, title="عنوان")
    assert rebuild(stripped.kept, stripped.removals) == paragraphs
    assert time.process_time() - start < 8


def test_every_row_of_the_lexicon_does_its_job() -> None:
    """A row that is a whole line leaves from where it says, and one for heads only stays amid the prose."""
    idle = []
    for row in load_lexicon("boilerplate"):
        phrase, place = row["phrase"], row["place"]
        if row["match"] != "line" or place == "beside":
            continue
        page = [phrase, *BODY] if place == "head" else [*BODY, phrase]
        if strip(page).kept != BODY:
            idle.append(phrase)
        amid = strip([LEAD, phrase, MIDDLE, CLOSE]).kept
        if (amid == BODY) != (place == "any"):
            idle.append(phrase)
    assert idle == []


def test_rows_of_the_lexicons_are_well_formed() -> None:
    rows = load_lexicon("boilerplate")
    assert {row["match"] for row in rows} == {"line", "count", "part", "prefix", "contains", "never"}
    assert {row["place"] for row in rows} == {"any", "edge", "head", "tail", "beside"}
    keys = [(tuple(words_of(row["phrase"])), row["match"], row["phrase"].endswith(":")) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row["seen"] for row in rows)
    assert {row["use"] for row in load_lexicon("agencies")} == {"sure", "line", "mark", "start", "name"}
