# ruff: noqa: E501 (prose on one line reads best)
"""Formula items: families of news texts that share a frame and are different articles, for the benchmark of duplicates.

Every family is a function of a random generator and an item's number that gives a title, paragraphs and a day offset.
All names, numbers and sentences were made up for this file and `dedup_notices`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dedup_names import (
    CITIES,
    CLUBS,
    COMPANIES,
    COUNTRIES,
    CURRENCIES,
    FAMILY,
    FIRST,
    JOBS,
    REGIONS,
    SIGNS,
    Item,
    clock,
    day_name,
    money,
    person,
)
from dedup_notices import (
    accident,
    arrest,
    court,
    decree,
    earthquake,
    flights,
    fuel,
    funeral,
    health,
    inspection,
    mosque,
    oil,
    phone_call,
    power_cut,
    road,
    standings,
    tender,
    transfer,
    tv_guide,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Callable


def telegram(_rng: random.Random, number: int) -> Item:
    country, leader, tie = COUNTRIES[number % len(COUNTRIES)].split("|")
    occasion = "ذكرى اليوم الوطني لبلاده" if number % 2 else "ذكرى استقلال بلاده"
    return (
        f"القيادة تهنئ رئيس {country} بذكرى الاستقلال",
        [
            f"بعث خادم الحرمين الشريفين برقية تهنئة إلى فخامة الرئيس {leader} رئيس {country} بمناسبة {occasion}.",
            "وأعرب الملك المفدى باسمه واسم شعب وحكومة المملكة العربية السعودية عن أصدق التهاني وأطيب التمنيات بالصحة "
            f"والسعادة لفخامته، ولحكومة وشعب {country} {tie} اطراد التقدم والازدهار.",
        ],
        number // 2,
    )


def long_telegram(rng: random.Random, number: int) -> Item:
    country, leader, tie = COUNTRIES[number % len(COUNTRIES)].split("|")
    title, body, day = telegram(rng, number)
    body[1] += (
        f" وأشاد الملك المفدى بهذه المناسبة بتميز العلاقات التي تربط بين البلدين والشعبين {tie}ين التي يسعى الجميع لتعزيزها "
        "وتنميتها في المجالات كافة."
    )
    body += [
        "كما بعث صاحب السمو الملكي ولي العهد نائب رئيس مجلس الوزراء وزير الداخلية برقية تهنئة مماثلة إلى فخامة الرئيس "
        f"{leader} رئيس {country} بمناسبة ذكرى استقلال بلاده.",
        "وعبر سموه عن أبلغ التهاني وأطيب التمنيات بموفور الصحة والسعادة لفخامته، والمزيد من التقدم والازدهار لشعب "
        f"{country} {tie}.",
        f"وبعث سمو ولي ولي العهد برقية تهنئة إلى فخامة الرئيس {leader} عبر فيها عن أطيب التهاني وأصدق التمنيات.",
    ]
    return title, body, day


def condolence(rng: random.Random, number: int) -> Item:
    country, leader, tie = COUNTRIES[number % len(COUNTRIES)].split("|")
    event = rng.choice(["الفيضانات", "حادث تحطم الطائرة", "الزلزال", "انهيار المبنى", "حادث القطار"])
    return (
        f"الملك يعزي رئيس {country} في ضحايا {event}",
        [
            f"بعث الملك برقية عزاء ومواساة إلى فخامة الرئيس {leader} رئيس {country} في ضحايا {event} الذي وقع في "
            f"{rng.choice(CITIES)} وما نتج عنه من وفيات وإصابات.",
            f"وقال الملك: علمنا بنبأ {event} في بلدكم {tie}، وإننا إذ نبعث لفخامتكم ولأسر الضحايا ولشعب {country} بالغ التعازي "
            "وصادق المواساة، لنرجو للمصابين الشفاء العاجل وألا تروا أي مكروه.",
        ],
        number,
    )


def weather(rng: random.Random, number: int) -> Item:
    a, b, c, d = rng.sample(REGIONS, 4)
    return (
        f"الأرصاد: {rng.choice(['أمطار', 'غبار', 'طقس حار', 'سحب رعدية'])} على {a} اليوم",
        [
            f"توقعت الهيئة العامة للأرصاد في تقريرها عن حالة الطقس لهذا اليوم {day_name(number)} هطول أمطار رعدية على {a} "
            f"و{b}، تكون مصحوبة برياح نشطة مثيرة للأتربة والغبار تحد من مدى الرؤية الأفقية على {c} و{d}.",
            f"وأشار التقرير إلى أن حركة الرياح السطحية على البحر الأحمر شمالية غربية إلى غربية بسرعة {rng.randrange(12, 30)} - "
            f"{rng.randrange(30, 50)} كم/ساعة، وارتفاع الموج من متر إلى {rng.choice(['مترين', 'متر ونصف', 'مترين ونصف'])}، "
            f"وحالة البحر {rng.choice(['متوسط الموج', 'خفيف إلى متوسط الموج', 'مائج'])}.",
            f"وتبلغ درجة الحرارة العظمى في {a} {rng.randrange(28, 49)} درجة والصغرى {rng.randrange(12, 28)} درجة.",
        ],
        number,
    )


def city_weather(rng: random.Random, number: int) -> Item:
    lines = [f"{city}: العظمى {rng.randrange(25, 48)} والصغرى {rng.randrange(10, 25)}." for city in CITIES[:14]]
    return (
        f"درجات الحرارة المتوقعة {day_name(number)}",
        [f"فيما يلي بيان بدرجات الحرارة المتوقعة على المدن اليوم {day_name(number)}:", *lines],
        number,
    )


def currency(rng: random.Random, number: int) -> Item:
    lines = [
        f"سجل سعر {name} {money(rng, 2, 60)} جنيه للشراء و{money(rng, 2, 60)} جنيه للبيع."
        for name in CURRENCIES[: 6 + number % 3]
    ]
    return (
        f"أسعار العملات اليوم {day_name(number)}",
        ["استقرت أسعار العملات العربية والأجنبية في البنوك خلال تعاملات اليوم مع بداية التداول.", *lines],
        number,
    )


def gold(rng: random.Random, number: int) -> Item:
    change = rng.choice(["ارتفعت", "انخفضت", "استقرت"])
    return (
        f"{change} أسعار الذهب اليوم {day_name(number)}",
        [
            f"{change} أسعار الذهب في محلات الصاغة اليوم {day_name(number)} بقيمة {rng.randrange(1, 20)} جنيها للجرام.",
            f"وسجل سعر جرام الذهب عيار 24 نحو {rng.randrange(900, 999)} جنيها، وعيار 21 وهو الأكثر مبيعا "
            f"{rng.randrange(700, 899)} جنيها، وعيار 18 نحو {rng.randrange(600, 699)} جنيها.",
            f"وبلغ سعر الجنيه الذهب {rng.randrange(5000, 7000)} جنيها، فيما سجلت الأوقية عالميا {rng.randrange(1500, 2400)} "
            "دولارا، وتختلف الأسعار من محل إلى آخر بحسب قيمة المصنعية.",
        ],
        number,
    )


def stocks(rng: random.Random, number: int) -> Item:
    up, down = rng.sample(COMPANIES, 4), rng.sample(COMPANIES, 4)
    level = money(rng, 6000, 12000)
    change = rng.choice(["ارتفاع", "انخفاض"])
    return (
        f"مؤشر سوق الأسهم يغلق على {change} عند مستوى {level} نقطة",
        [
            f"أغلق مؤشر سوق الأسهم اليوم على {change} بلغ {money(rng, 2, 160)} نقطة عند مستوى {level} نقطة بتداولات تجاوزت "
            f"{money(rng, 2, 9)} مليار ريال.",
            f"وشهدت تداولات اليوم ارتفاع أسهم {rng.randrange(20, 130)} شركة في قيمتها وتراجع أسهم {rng.randrange(20, 130)} شركة، "
            f"فيما بلغ عدد الأسهم المتداولة أكثر من {money(rng, 90, 400)} مليون سهم توزعت على أكثر من "
            f"{money(rng, 50, 200)} ألف صفقة.",
            f"وكانت أسهم شركات {up[0]} و{up[1]} و{up[2]} و{up[3]} الأكثر ارتفاعا، أما أسهم شركات {down[0]} و{down[1]} و{down[2]} "
            f"و{down[3]} فكانت الأكثر انخفاضا في التعاملات، حيث تراوحت نسب الارتفاع والانخفاض ما بين {money(rng, 1, 10)}% "
            f"و{money(rng, 1, 10)}%.",
        ],
        number,
    )


def prayer(rng: random.Random, number: int) -> Item:
    lines = [
        f"{city}: الفجر {clock(rng, 4)} الشروق {clock(rng, 5)} الظهر {clock(rng, 12)} العصر {clock(rng, 3)} "
        f"المغرب {clock(rng, 6)} العشاء {clock(rng, 8)}"
        for city in CITIES[:8]
    ]
    return (
        f"مواقيت الصلاة اليوم {day_name(number)}",
        [
            f"ننشر لكم مواقيت الصلاة في عدد من المدن اليوم {day_name(number)} وفق ما أعلنته الهيئة العامة للمساحة:",
            *lines,
        ],
        number,
    )


def prayer_city(rng: random.Random, number: int) -> Item:
    city = CITIES[number % len(CITIES)]
    return (
        f"موعد أذان المغرب في {city} اليوم",
        [
            f"يرغب كثير من المسلمين في معرفة مواعيد الصلاة في {city} والمحافظات المجاورة، وتقدم لكم الصحيفة مواعيد الأذان اليوم.",
            f"صلاة الفجر الساعة {clock(rng, 4)}، صلاة الظهر الساعة {clock(rng, 12)}، صلاة العصر الساعة {clock(rng, 3)}، "
            f"صلاة المغرب الساعة {clock(rng, 6)}، صلاة العشاء الساعة {clock(rng, 8)} بالتوقيت المحلي لمدينة {city}.",
        ],
        number // 6,
    )


def lineup(rng: random.Random, number: int) -> Item:
    home, away = rng.sample(CLUBS, 2)
    players = [f"{rng.choice(FIRST)} {rng.choice(FAMILY)}" for _ in range(18)]
    return (
        f"تشكيلة {home} المتوقعة أمام {away}",
        [
            f"أعلن المدير الفني لفريق {home} التشكيلة التي يخوض بها مباراة اليوم أمام {away} ضمن منافسات الجولة "
            f"{rng.randrange(2, 30)} من الدوري الممتاز على ملعب {rng.choice(CITIES)} عند الساعة {clock(rng, rng.randrange(5, 10))} مساء.",
            f"حراسة المرمى: {players[0]}.",
            f"خط الدفاع: {'، '.join(players[1:5])}.",
            f"خط الوسط: {'، '.join(players[5:9])}.",
            f"خط الهجوم: {'، '.join(players[9:11])}.",
            f"ويجلس على مقاعد البدلاء: {'، '.join(players[11:])}.",
        ],
        number // 3,
    )


def result(rng: random.Random, number: int) -> Item:
    home, away = rng.sample(CLUBS, 2)
    a, b = rng.randrange(0, 5), rng.randrange(0, 5)
    return (
        f"{home} يتغلب على {away} في الدوري",
        [
            f"تغلب فريق {home} على ضيفه {away} بنتيجة {a + b + 1} - {b} في المباراة التي جمعت بينهما مساء {day_name(number)} على "
            f"ملعب مدينة {rng.choice(CITIES)} ضمن منافسات الجولة {rng.randrange(2, 30)} من الدوري الممتاز لكرة القدم.",
            f"سجل أهداف المباراة {rng.choice(FIRST)} {rng.choice(FAMILY)} في الدقيقة {rng.randrange(2, 45)} و{rng.choice(FIRST)} "
            f"{rng.choice(FAMILY)} في الدقيقة {rng.randrange(46, 90)}، ليرفع {home} رصيده إلى {rng.randrange(10, 60)} نقطة في المركز "
            f"{rng.choice(['الثاني', 'الرابع', 'الخامس', 'السابع'])}، فيما تجمد رصيد {away} عند {rng.randrange(5, 50)} نقطة.",
        ],
        number // 3,
    )


def obituary(rng: random.Random, number: int) -> Item:
    name, family = person(rng), rng.choice(FAMILY)
    return (
        f"{name} إلى رحمة الله",
        [
            f"انتقل إلى رحمة الله تعالى {name} عن عمر يناهز {rng.randrange(40, 99)} عاما بعد معاناة مع المرض.",
            f"وسيصلى على الفقيد عقب صلاة {rng.choice(['العصر', 'الظهر', 'المغرب', 'الجمعة'])} اليوم في جامع {rng.choice(FAMILY)} "
            f"بمدينة {rng.choice(CITIES)} ويوارى جثمانه الثرى في مقبرة {rng.choice(['النسيم', 'الفيصلية', 'الشهداء', 'البقيع'])}.",
            f"ويتقبل العزاء في منزل أسرة {family} بحي {rng.choice(['الروضة', 'السلام', 'النخيل', 'الورود'])} أو على الهاتف "
            f"{rng.randrange(500000000, 599999999)}. تغمد الله الفقيد بواسع رحمته وأسكنه فسيح جناته وألهم أهله وذويه الصبر "
            "والسلوان، إنا لله وإنا إليه راجعون.",
        ],
        number,
    )


def horoscope(rng: random.Random, number: int) -> Item:
    sign = SIGNS[number % 12]
    work = [
        "تنجز مهمة كانت معلقة",
        "لا تتسرع في قرار مالي",
        "يقف زملاؤك إلى جانبك",
        "تصلك فرصة جديدة",
        "راجع حساباتك جيدا",
    ]
    love = ["الشريك يحتاج إلى اهتمامك", "لقاء عابر يغير مزاجك", "ابتعد عن الجدال العقيم", "صارح من تحب بما في قلبك"]
    health = ["مارس المشي نصف ساعة", "قلل من السهر", "اشرب المزيد من الماء", "تجنب الأطعمة الدسمة"]
    return (
        f"حظك اليوم برج {sign}",
        [
            f"حظك اليوم وتوقعات الأبراج لمواليد برج {sign} على الصعيد المهني والعاطفي والصحي.",
            f"مهنيا: {rng.choice(work)}، و{rng.choice(work)}، وقد تسمع خبرا سارا من مسؤول في العمل قبل نهاية الأسبوع.",
            f"عاطفيا: {rng.choice(love)}، فالأيام المقبلة تحمل لك مفاجأة.",
            f"صحيا: {rng.choice(health)}، ولا تهمل فحوصك الدورية.",
            f"رقم الحظ {rng.randrange(1, 99)} ولون اليوم {rng.choice(['الأزرق', 'الأخضر', 'الأبيض', 'الذهبي'])}.",
        ],
        number // 12,
    )


def vacancy(rng: random.Random, number: int) -> Item:
    city, job = rng.choice(CITIES), rng.choice(JOBS)
    start = rng.randrange(1, 20)
    return (
        f"وظيفة {job} شاغرة في بلدية {city}",
        [
            f"أعلنت بلدية {city} عن توفر {rng.randrange(2, 60)} وظيفة شاغرة بمسمى {job} على المرتبة "
            f"{rng.choice(['السادسة', 'السابعة', 'الثامنة'])} للعمل في مقرها الرئيسي.",
            f"واشترطت البلدية أن يكون المتقدم حاصلا على شهادة {rng.choice(['البكالوريوس', 'الدبلوم', 'الماجستير'])} في التخصص، وألا "
            f"يزيد عمره على {rng.randrange(28, 45)} عاما، مع خبرة لا تقل عن {rng.randrange(1, 9)} سنوات في المجال، وأن يجتاز "
            "المقابلة الشخصية.",
            f"ويبدأ التقديم يوم {day_name(start)} ويستمر حتى {day_name(start + 9)} عبر الموقع الإلكتروني للبلدية، مع إرفاق صور "
            "المؤهلات وشهادات الخبرة، ولن ينظر في الطلبات غير المكتملة.",
        ],
        number // 4,
    )


def reception(rng: random.Random, number: int) -> Item:
    country = COUNTRIES[number % len(COUNTRIES)].split("|")[0]
    city, envoy, prince = rng.choice(CITIES), f"{rng.choice(FIRST)} {rng.choice(FAMILY)}", rng.choice(FIRST)
    return (
        f"أمير {city} يستقبل سفير {country}",
        [
            f"استقبل صاحب السمو الملكي الأمير {prince} بن {rng.choice(FIRST)} أمير منطقة {city} في مكتبه بالإمارة اليوم سفير "
            f"{country} لدى المملكة السيد {envoy}.",
            f"وجرى خلال اللقاء تبادل الأحاديث الودية ومناقشة الموضوعات ذات الاهتمام المشترك، ورحب سمو أمير منطقة {city} "
            "بالسفير متمنيا له طيب الإقامة.",
            f"من جانبه عبر السفير {envoy} عن شكره لسموه على حسن الاستقبال وكرم الضيافة. حضر اللقاء وكيل الإمارة {person(rng)}.",
        ],
        number // 3,
    )


FAMILIES: Final[dict[str, Callable[[random.Random, int], Item]]] = {
    function.__name__: function
    for function in (
        telegram, long_telegram, condolence, weather, city_weather, currency, gold, stocks, prayer, prayer_city, lineup,
        result, obituary, horoscope, vacancy, reception, earthquake, court, fuel, flights, standings, arrest, power_cut,
        health, phone_call, tv_guide, road, transfer, funeral, tender, decree, accident, inspection, oil, mosque,
    )
}  # fmt: skip
